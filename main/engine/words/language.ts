/**
 * The language that a side-car's name carries between the film's name and the ending: `film.en.srt`, `film.pt-BR.forced.vtt`,
 * `film_de.srt`. Undefined where there is none. Only forms of language tags (two or three letters, an optional region) count.
 */
export function languageOfName(sideCar: string, media: string): string | undefined {
  const stem = media.replace(/\.[^.]*$/, "").toLowerCase();
  const middle = sideCar.replace(/\.[^.]*$/, "");
  const rest = middle.toLowerCase().startsWith(stem) ? middle.slice(stem.length) : "";
  for (const part of rest.split(/[._ ]/)) {
    if (!/^[A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?$/.test(part) || /^(?:sdh|cc|hi|sub|srt)$/i.test(part)) continue;
    const [tag] = canonical(part);
    // A tag that nobody has a name for is part of a title, not a language.
    if (tag !== undefined && names.of(tag) !== undefined) return tag;
  }
  return undefined;
}

const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });

function canonical(part: string): string[] {
  try {
    return Intl.getCanonicalLocales(part);
  } catch {
    return [];
  }
}
