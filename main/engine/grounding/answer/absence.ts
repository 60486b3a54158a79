import type { Leaf, QuestionNode } from "../questions/tree.ts";
import type { FileData } from "./file-data.ts";

const nobody = /^(?:nobody|no[- ]one)\b(?: is\b)?/;

/**
 * "Nobody is at the table" for a file that no detector counted things in: the table, and not people; no picture encoder was trained on pictures
 * of nobody. Undefined where nothing is to be absent, words are left that only the whole says, or a detector can tell.
 */
export function absenceOf(
  leaf: Leaf & { op: "content" },
  { objects, faces }: FileData,
): QuestionNode | undefined {
  const { things, from, to } = leaf;
  if (!things || leaf.sense !== "picture") return undefined;
  if (things.counts.every(({ kind }) => (kind === "face" ? faces : objects))) return undefined;
  const seen = (name: string): QuestionNode => ({
    op: "content",
    statement: name,
    sense: "picture",
    from,
    to,
  });
  const absent = things.counts.filter(({ most }) => most === 0);
  if (absent.length === 0) return undefined;
  // "Nobody in the kitchen": no people in the kitchen.
  if (things.rest !== "") {
    const statement = leaf.statement.replace(nobody, absent[0]?.name ?? "");
    if (things.counts.length > 1 || statement === leaf.statement) return undefined;
    return { op: "not", part: seen(statement), from, to };
  }
  const parts: QuestionNode[] = [
    ...things.counts.filter(({ most }) => most > 0).map(({ name }) => seen(name)),
    ...absent.map(({ name }): QuestionNode => ({ op: "not", part: seen(name), from, to })),
  ];
  const [first] = parts;
  return parts.length === 1 ? first : { op: "and", parts, from, to };
}
