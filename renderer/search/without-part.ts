/** Words that only join two parts; they do not stay behind when one of the parts goes. */
const joints =
  /^(?:[\s,;]|\b(?:and|then|but|or|with|while|before|after|followed by)\b)+|(?:[\s,;]|\b(?:and|then|but|or|with|while|before|after|followed by)\b)+$/gi;

/** A question without one of its parts; undefined where the part does not stand in it word for word, or nothing would be left. */
export function withoutPart(question: string, part: string): string | undefined {
  if (part.trim() === "") return undefined;
  // Whole words only: no "then" in "strengthen".
  const words = part.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const at = question.search(new RegExp(`(?<!\\w)${words}(?!\\w)`, "i"));
  if (at < 0) return undefined;
  const [before, after] = [question.slice(0, at), question.slice(at + part.length)].map((side) =>
    side.replaceAll(joints, "").trim(),
  );
  const rest = [before, after].filter(Boolean).join(", ");
  return rest === "" ? undefined : rest;
}

/** A question that leaves out what one of its parts shows; undefined where nothing else would be asked for. */
export function leavingOut(question: string, part: string): string | undefined {
  const rest = withoutPart(question, part);
  return rest === undefined ? undefined : `${rest}, without ${part.replace(/^(?:it is|there is)\s+/i, "")}`;
}
