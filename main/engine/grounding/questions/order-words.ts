import type { QuestionNode } from "./tree.ts";

/** Words that say an order. */
const links =
  /(?:-?>|\b(?:then|after(?:wards?)?|before|while|whilst|during|when|whenever|until|once|as|followed|following|later|next|within|apart|together)\b)/;
/** Words around them that only help the sentence along. */
const helpers =
  "the|a|an|and|or|it|is|are|was|there|of|in|on|at|to|by|we|see|that|this|what|happens|which|where|comes|something|someone";
const edges = new RegExp(
  `^(?:[\\s,.]|\\b(?:${helpers})\\b)+|(?:[\\s,.]|\\b(?:the|a|an|it|is|are|there|we|see)\\b)+$`,
  "gi",
);

/** The words of an order between those of its parts, with where they stand; undefined where there are none. */
export function orderWords(node: QuestionNode, text: string): { text: string; from: number } | undefined {
  const inTurn = wordsOf(node).toSorted((a, b) => a.from - b.from);
  let at = node.from;
  for (const { from, to } of [...inTurn, { from: node.to, to: node.to }]) {
    const piece = text.slice(at, Math.max(at, from));
    const words = piece.replaceAll(edges, "");
    if (links.test(words.toLowerCase())) return { text: words, from: at + piece.indexOf(words) };
    at = Math.max(at, to);
  }
  return undefined;
}

/** Where the parts of a node have their own words. */
function wordsOf(node: QuestionNode): { from: number; to: number }[] {
  switch (node.op) {
    case "and":
    case "or":
      return node.parts.flatMap(wordsOf);
    case "not":
    case "signal":
    case "colour":
    case "words":
    case "content":
    case "everything":
      return [node];
    case "relation":
      return [...wordsOf(node.first), ...wordsOf(node.second)];
    case "beside":
      return wordsOf(node.part);
    case "between":
      return [node.first, node.second, node.part].flatMap(wordsOf);
    case "pick":
    case "within":
      return [node, ...wordsOf(node.part)];
  }
}
