import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { FootnoteError } from "../../../../contract/errors.ts";

const Description = z.strictObject({
  schema: z.literal(1),
  /** A line through the space of its vectors: footage like its training lies above `least`. Absent: any footage is like it. */
  footage: z
    .strictObject({ weights: z.array(z.number()).min(2).max(8192), bias: z.number(), least: z.number() })
    .optional(),
  /** Lower-case words that it was trained on. Absent: it knows words as they come. */
  words: z.array(z.string().min(1).max(60)).max(100_000).optional(),
  /** Things that it was taught to tell from others of their kind: the names of each, and the kinds it is of. */
  things: z
    .array(
      z.tuple([
        z.array(z.string().min(1).max(80)).min(1).max(20),
        z.array(z.string().min(1).max(80)).max(20),
      ]),
    )
    .max(5000)
    .optional(),
  /** Share of what was there that it showed when it was measured. Absent: not measured. */
  finds: z.number().min(0).max(1).optional(),
});

/** What a small model was trained on, so that it can say "not sure" of anything else. */
export interface Familiar {
  /** The line that a file's mean vector is judged by; absent where any footage is like its training. */
  readonly footage:
    | { readonly weights: readonly number[]; readonly bias: number; readonly least: number }
    | undefined;
  /** The names of each thing that it tells from others of its kind, and the kinds; empty where it was not said. */
  readonly things: readonly (readonly [names: readonly string[], kinds: readonly string[]])[];
  /** Share of what was there that it showed when it was measured, 0 to 1. */
  readonly finds: number | undefined;
  /** Whether a word, of any case and number, was among its training's. */
  knows(word: string): boolean;
}

/**
 * Reads what a model declares of its training. Errors: model-missing, model-refused (no such description, or another width).
 */
export async function loadFamiliar(folder: string, name: string, width: number): Promise<Familiar> {
  const file = join(folder, name);
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new FootnoteError("model-missing", `${name} is missing.`, { file, cause });
  });
  const refused = (why: string): FootnoteError =>
    new FootnoteError("model-refused", `${name} does not say what the model knows: ${why}.`, { file });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refused("it is no JSON");
  }
  const read = Description.safeParse(json);
  if (!read.success) throw refused(read.error.issues[0]?.message ?? "it has another form");
  const { footage, words, finds, things = [] } = read.data;
  if (footage && footage.weights.length !== width)
    throw refused(`it has ${footage.weights.length} weights for vectors of ${width} numbers`);
  // "flies" among them makes "fly" a word that is known, too.
  const known = words && new Set(words.flatMap(formsOf));
  return {
    footage,
    finds,
    things,
    knows: (word) => known === undefined || formsOf(word).some((form) => known.has(form)),
  };
}

/** A word and what it may be a form of: "boxes", "box"; "flies", "fly"; "running", "runn", "run", "rune". */
export function formsOf(word: string): string[] {
  const low = word.toLowerCase().replace(/['’]s$/, "");
  const forms = [low];
  if (low.endsWith("ies")) forms.push(`${low.slice(0, -3)}y`);
  if (low.endsWith("es")) forms.push(low.slice(0, -2));
  if (low.endsWith("s") && !low.endsWith("ss")) forms.push(low.slice(0, -1));
  for (const end of ["ing", "ed"]) {
    if (!low.endsWith(end) || low.length < end.length + 3) continue;
    const stem = low.slice(0, -end.length);
    forms.push(stem, `${stem}e`);
    if (stem.at(-1) === stem.at(-2)) forms.push(stem.slice(0, -1));
  }
  return forms;
}
