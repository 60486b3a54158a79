import type { Strings } from "./en.ts";

const accents: Readonly<Record<string, string>> = {
  a: "á", e: "é", i: "í", o: "ó", u: "ú", y: "ý", n: "ñ", c: "ç", s: "š", z: "ž",
  A: "Á", E: "É", I: "Í", O: "Ó", U: "Ú", Y: "Ý", N: "Ñ", C: "Ç", S: "Š", Z: "Ž",
}; // prettier-ignore

/** A text as another language might need it: a third longer, with other letters, in brackets that show where it is cut off. */
export function pseudoText(text: string): string {
  const other = text.replaceAll(/[a-zA-Z]/g, (letter) => accents[letter] ?? letter);
  return `⟦${other}${"·".repeat(Math.ceil(text.length / 3))}⟧`;
}

/** Every text, and what every function of texts makes. */
export function pseudoOf(value: unknown): unknown {
  if (typeof value === "string") return pseudoText(value);
  if (Array.isArray(value)) return value.map(pseudoOf);
  if (typeof value === "function")
    return (...args: readonly unknown[]) =>
      pseudoOf((value as (...given: readonly unknown[]) => unknown)(...args));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, pseudoOf(inner)]));
  return value;
}

export const pseudo = (en: Strings): Strings => pseudoOf(en) as Strings;
