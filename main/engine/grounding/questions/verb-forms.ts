/** How a verb stands in a statement: "open", "opens" or "opening". */
export type VerbForm = "plain" | "s" | "ing";

const vowel = /[aeiou]/;
/** One syllable that ends in one vowel and one consonant doubles it: run, running. */
const doubles = (verb: string): boolean => /^[^aeiou]*[aeiou][bdgklmnprt]$/.test(verb);

/** A plain verb in a form. Forms of the past are left out: questions are brought to the present first. */
export function inForm(verb: string, form: VerbForm): string {
  const [head = verb, ...rest] = verb.split(" ");
  const tail = rest.length > 0 ? ` ${rest.join(" ")}` : "";
  if (form === "plain") return verb;
  if (form === "s") {
    if (/(?:s|x|z|ch|sh|o)$/.test(head)) return `${head}es${tail}`;
    if (/[^aeiou]y$/.test(head)) return `${head.slice(0, -1)}ies${tail}`;
    return `${head}s${tail}`;
  }
  if (head.endsWith("ie")) return `${head.slice(0, -2)}ying${tail}`;
  if (/[^eoy]e$/.test(head) && vowel.test(head.slice(0, -1))) return `${head.slice(0, -1)}ing${tail}`;
  return `${doubles(head) ? head + head.at(-1) : head}ing${tail}`;
}

/** Every form of some plain verbs, back to the verb and the form. */
export function formsOf(verbs: Iterable<string>): Map<string, { verb: string; form: VerbForm }> {
  const forms = new Map<string, { verb: string; form: VerbForm }>();
  for (const verb of verbs)
    for (const form of ["plain", "s", "ing"] as const) {
      const said = inForm(verb, form);
      if (!forms.has(said)) forms.set(said, { verb, form });
    }
  return forms;
}
