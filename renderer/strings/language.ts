import type { Strings } from "./en.ts";
import { pseudo } from "./pseudo.ts";

/**
 * The languages of the window: each makes its texts of the English ones, so that what is not translated yet stays English. A new one
 * is a file beside this one and a line here and in `languageNames`.
 */
const languages: Readonly<Record<string, (en: Strings) => Strings>> = {
  en: (en) => en,
  // Shows what is not translatable and what grows too long; chosen by its code alone.
  "qps-ploc": pseudo,
};

/** Languages that people choose among, each by its own name. */
export const languageNames: Readonly<Record<string, string>> = { en: "English" };

const key = "footnote.language";

/** The language chosen in this browser, else the first that the system prefers and that is here. */
export function language(): string {
  // Tests of pure modules run without a browser.
  if (typeof localStorage === "undefined") return "en";
  const wanted = [
    localStorage.getItem(key) ?? "",
    ...navigator.languages.map((tag) => tag.split("-")[0] ?? ""),
  ];
  return wanted.find((one, i) => (i === 0 ? one in languages : one in languageNames)) ?? "en";
}

/** Takes another language; the window begins anew with it. */
export function setLanguage(to: string): void {
  localStorage.setItem(key, to);
  location.reload();
}

export const translated = (en: Strings): Strings => (languages[language()] ?? languages["en"])?.(en) ?? en;
