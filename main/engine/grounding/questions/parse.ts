import { FootnoteError } from "../../../../contract/errors.ts";
import { chipsOf, filterChips } from "./chips.ts";
import { clauseNode } from "./clause.ts";
import { plainKeys, takeFilters } from "./filters.ts";
import { takeGaps } from "./gaps.ts";
import { takeQuotes } from "./quotes.ts";
import { takeRequest } from "./requests.ts";
import type { Scope, Unmeasured } from "./scope.ts";
import { normalise } from "./text.ts";
import { takeTimes } from "./times.ts";
import type { ChipDraft, Question } from "./tree.ts";

const longest = 2000;

/**
 * Reads a question into operators over conditions, without a language model. Every word ends in a
 * condition, an operator, a chip that says it is not measured, or a closed list of words without
 * meaning of their own; none is dropped. Errors: bad-question when it is empty or too long.
 */
export function parseQuestion(text: string): Question {
  if (text.trim() === "")
    throw new FootnoteError("bad-question", "The question is empty.", { hint: "Say what to look for." });
  if (text.length > longest)
    throw new FootnoteError("bad-question", `The question has more than ${longest} characters.`);

  const keyed = takeFilters(normalise(text), text);
  const quoted = takeQuotes(plainKeys(keyed.text), text);
  const spaced = takeGaps(quoted.text);
  const timed = takeTimes(spaced.text);
  const { slice, ask } = takeRequest({ text: timed.text, from: 0 });
  const scope: Scope = {
    quotes: quoted.marks,
    times: timed.marks,
    gaps: spaced.marks,
    unmeasured: [],
    counted: ask === "count",
    does: /\b(?:does|did)\b/.test(timed.text.slice(0, slice.from)),
  };
  const root = clauseNode(slice, scope);
  const unmeasured = distinct(scope.unmeasured);

  const chips: ChipDraft[] = [
    ...chipsOf(root, text),
    ...filterChips(keyed.filters, text),
    ...unmeasured.map(({ from, to, meaning }) => ({
      kind: "unknown" as const,
      text: text.slice(from, to),
      meaning: meaning ?? "how fast or how suddenly is not measured",
      from,
      possible: false,
    })),
  ];
  if (ask === "count" || ask === "length")
    chips.unshift({
      kind: "count",
      text: text.trim().split(/\s+/).slice(0, 2).join(" "),
      meaning: ask === "count" ? "count them" : "how long they last",
      from: 0,
      possible: true,
    });
  if (root === undefined && keyed.filters.length === 0)
    chips.push({ kind: "unknown", text: text.trim(), meaning: "not understood", from: 0, possible: false });
  return {
    text,
    ask,
    root,
    filters: keyed.filters,
    unmeasured,
    chips: chips.sort((a, b) => a.from - b.from),
  };
}

// The same piece may be read twice while operators are tried.
function distinct(places: readonly Unmeasured[]): Unmeasured[] {
  return [...new Map(places.map((place) => [place.from, place])).values()].sort((a, b) => a.from - b.from);
}
