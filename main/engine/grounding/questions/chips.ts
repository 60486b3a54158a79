import { concepts } from "./concepts.ts";
import { gapMeaning } from "./gaps.ts";
import { pickMeaning } from "./picks.ts";
import { orderWords } from "./order-words.ts";
import { windowMeaning } from "./times.ts";
import { countMeaning } from "./things.ts";
import type { ChipDraft, Filter, Leaf, QuestionNode, ThingQuestion } from "./tree.ts";

/** The chips of a tree, one per condition and operator, in the order of the question. */
export function chipsOf(root: QuestionNode | undefined, text: string): ChipDraft[] {
  const chips: ChipDraft[] = [];
  if (root) collect(root, text, false, chips);
  return chips.sort((a, b) => a.from - b.from);
}

function collect(node: QuestionNode, text: string, negated: boolean, chips: ChipDraft[]): void {
  const said = text.slice(node.from, node.to);
  const add = (kind: ChipDraft["kind"], meaning: string): void => {
    chips.push({ kind, text: said, meaning, from: node.from, possible: true });
  };
  // Of an order its own words: "then", "within 2 seconds after"; all of it where it has none ("between A and B" says it twice).
  const link = (meaning: string): void => {
    const words = orderWords(node, text);
    chips.push({
      kind: "order",
      text: words?.text ?? said,
      meaning,
      from: words?.from ?? node.from,
      possible: true,
    });
  };
  switch (node.op) {
    case "and":
    case "or":
      for (const part of node.parts) collect(part, text, negated, chips);
      return;
    case "not":
      collect(node.part, text, !negated, chips);
      return;
    case "relation":
      collect(node.first, text, negated, chips);
      collect(node.second, text, negated, chips);
      link(`${node.gap ? `${gapMeaning(node.gap)} apart, ` : ""}${relationMeaning[node.relation]}`);
      return;
    case "beside":
      collect(node.part, text, negated, chips);
      link(`what comes ${node.gap ? `${gapMeaning(node.gap)} ` : ""}${node.side} it`);
      return;
    case "between":
      collect(node.first, text, negated, chips);
      collect(node.second, text, negated, chips);
      collect(node.part, text, negated, chips);
      add("order", "between the two");
      return;
    case "pick":
      collect(node.part, text, negated, chips);
      add("count", pickMeaning(node.pick));
      return;
    case "within":
      collect(node.part, text, negated, chips);
      add("time", windowMeaning(node.window));
      return;
    case "everything":
      return;
    case "signal":
    case "colour":
    case "words":
    case "content": {
      const meaning = leafMeaning(node);
      chips.push({
        kind: negated ? "not" : leafKind(node),
        text: said,
        meaning: negated ? `not: ${meaning}` : meaning,
        from: node.from,
        leaf: node,
        possible: true,
      });
    }
  }
}

const relationMeaning = {
  // oxc reads a key called "then" as a promise in the making.
  ["then" as const]: "first the one, then the other",
  before: "the first before the second",
  after: "the one after the other",
  while: "both at the same time",
  until: "the first until the second",
  near: "the one near the other",
} as const;

function leafKind(leaf: Leaf): ChipDraft["kind"] {
  switch (leaf.op) {
    case "signal":
      return concepts[leaf.concept].kind;
    case "colour":
      return "colour";
    case "words":
      return "words";
    case "content":
      return leaf.sense === "sound" ? "sound" : "picture";
    case "everything":
      return "time";
  }
}

/** A condition in plain words. */
export function leafMeaning(leaf: Leaf): string {
  switch (leaf.op) {
    case "signal": {
      const { meaning } = concepts[leaf.concept];
      if (leaf.describes === true) return `${meaning}, or looks so to a picture model`;
      return leaf.hint === undefined ? meaning : `${meaning} (whether it is ${leaf.hint} is not told apart)`;
    }
    case "colour": {
      const colours = leaf.colours.join(" or ");
      const named =
        leaf.name === colours || leaf.colours.some((colour) => colour === leaf.name)
          ? leaf.name
          : `${leaf.name}, measured as ${colours}`;
      if (leaf.extent === "whole") return `the whole picture is ${named}`;
      return leaf.extent === "much" ? `much ${named} in the picture` : `${named} in the picture`;
    }
    case "words": {
      const place = { anywhere: "said or written", spoken: "said", written: "on screen" }[leaf.place];
      return leaf.exact ? `the words “${leaf.phrase}”, ${place}` : `words about “${leaf.phrase}”, ${place}`;
    }
    case "content":
      if (leaf.sense === "sound") return `the sound of “${leaf.statement}”`;
      return leaf.things?.rest === "" ? thingsMeaning(leaf.things) : `“${leaf.statement}” in the picture`;
    case "everything":
      return "everything";
  }
}

/** Things that are counted, as they were understood. */
const thingsMeaning = ({ counts, beside }: ThingQuestion): string =>
  `${counts.map(countMeaning).join(beside ? " beside " : " and ")} in the picture`;

/** Chips of the filters. */
export const filterChips = (filters: readonly Filter[], text: string): ChipDraft[] =>
  filters.map((filter) => ({
    kind: filter.key === "file" ? "file" : "filter",
    text: text.slice(filter.from, filter.to),
    meaning: filterMeaning(filter),
    from: filter.from,
    possible: true,
  }));

function filterMeaning(filter: Filter): string {
  const not = filter.exclude ? "not " : "";
  if (filter.key === "file") return `${not}in files named like “${filter.value}”`;
  if (filter.key === "tag") return `${not}in files tagged “${filter.value}”`;
  return `only files ${filter.exclude ? "without" : "with"} ${filter.value}`;
}
