import { signalKey, type Held, type SignalSummary } from "../grounding/evidence/signal-summary.ts";
import { asksContent, onlyDescribes, type QuestionNode } from "../grounding/questions/tree.ts";

/** What a film may hold of a part of a question; undefined where its measures do not tell. */
type Reach = Held | undefined;

/**
 * How far what was measured of a film reaches for a question: with `best` 0 it holds no answer, whatever its pictures and words
 * are; undefined where that cannot be told.
 */
export function reachOf(node: QuestionNode, summary: SignalSummary | undefined): Reach {
  if (!summary) return undefined;
  const reach = (part: QuestionNode): Reach => reachOf(part, summary);
  switch (node.op) {
    case "signal":
    case "colour": {
      const key = signalKey({ ...node });
      return summary.unknown.includes(key) ? undefined : (summary.held[key] ?? { best: 0, seconds: 0 });
    }
    case "and": {
      // "A red boat at night" is seen by a picture model, whatever colours and light measure.
      const seen = node.parts.some(asksContent);
      return least(node.parts.filter((part) => !(seen && onlyDescribes(part))).map(reach));
    }
    case "relation":
      return least([reach(node.first), reach(node.second)]);
    case "between":
      return least([reach(node.first), reach(node.second), reach(node.part)]);
    case "or": {
      const parts = node.parts.map(reach);
      const known = parts.filter((part) => part !== undefined);
      return known.length < parts.length
        ? undefined
        : known.reduce((most, part) => (part.best > most.best ? part : most), { best: 0, seconds: 0 });
    }
    case "pick":
    case "beside":
    case "within":
      return reach(node.part);
    case "not":
    case "words":
    case "content":
    case "everything":
      return undefined;
  }
}

/** Of conditions that must all hold, the one of which there is least. */
function least(parts: readonly Reach[]): Reach {
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? undefined : known.reduce((low, part) => (part.best < low.best ? part : low));
}
