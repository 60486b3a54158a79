import { contentRuns, isFraming, particleAt } from "./content-runs.ts";
import { adjunctsOf } from "./adjuncts.ts";
import { asCaption } from "./do-support.ts";
import { placed, readings, type Reading } from "./lexicon/index.ts";
import { readThings } from "./things.ts";
import type { Scope } from "./scope.ts";
import { countedSpeaker, speakerAt } from "./speakers.ts";
import { blank, type Slice } from "./text.ts";
import type { Leaf, QuestionNode } from "./tree.ts";
import { asWeather } from "./weather.ts";

const adverbs =
  /\b(?:slow|slowly|quick|quickly|fast|gently|smoothly|suddenly|gradually|briefly|steadily|rapidly|repeatedly|twice|again|sharply|slightly|violently|whip|swish)\b/g;

/** A piece without operators, as the conditions in it: all of them must hold. */
export function leafNode(slice: Slice, scope: Scope): QuestionNode | undefined {
  const { text, from } = slice;
  const all = readings(text);
  const found = all.filter((reading) => !isFraming(reading, text, all));
  const parts: Leaf[] = found.map((reading) => placed(reading, from));
  for (const reading of found) noteAdverbs(reading, slice, scope);

  for (const match of text.matchAll(new RegExp(scope.quotes.pattern, "g"))) {
    const quote = scope.quotes.get(match[0]);
    if (quote)
      parts.push({
        op: "words",
        phrase: quote.phrase,
        exact: true,
        place: quote.place,
        from: quote.from,
        to: quote.to,
      });
  }

  let rest = text.replaceAll(/[\ue000-\uf8ff]/g, " ");
  for (const reading of found) rest = blank(rest, reading.start, reading.end);
  for (const match of rest.matchAll(adverbs)) {
    // With something unknown beside it, the adverb belongs to that ("runs quickly").
    if (contentRuns(blank(rest, match.index, match.index + match[0].length), found, text).length > 0)
      continue;
    scope.unmeasured.push({ from: from + match.index, to: from + match.index + match[0].length });
    rest = blank(rest, match.index, match.index + match[0].length);
  }

  const describing = new Set<Leaf>();
  for (const run of contentRuns(rest, found, text)) {
    const heard = parts.findIndex(
      (leaf) => leaf.op === "content" && leaf.sense === "sound" && besideRun(text, leaf, run, from),
    );
    const sound = parts[heard];
    if (sound?.op === "content") {
      // "a dog barks": who is heard belongs to the sound.
      const [a, b] = [Math.min(sound.from - from, run.start), Math.max(sound.to - from, run.end)];
      const statement = text.slice(a, b).replaceAll(/\s+/g, " ").trim();
      parts[heard] = { ...sound, statement, from: from + a, to: from + b };
      continue;
    }
    let start = run.start;
    for (let i = found.length - 1; i >= 0; i--) {
      const [reading, leaf] = [found[i], parts[i]];
      if (!reading || !leaf || leaf.op !== "colour" || reading.end > run.end) continue;
      const inside = reading.start >= run.start;
      if (!inside && !/^[\s,]*$/.test(text.slice(reading.end, start))) continue;
      start = Math.min(start, reading.start);
      describing.add(leaf);
    }
    // "two people talk": the people belong to the number as well.
    const end = countedSpeaker(text, start, run.end, found) ?? run.end + particleAt(text, run.end);
    const { first, last, readings: beside } = adjunctsOf(text, found, start, end);
    for (const at of beside) {
      const leaf = parts[at];
      if (leaf) describing.add(leaf);
    }
    const said = (a: number, b: number): string =>
      `${speakerAt(text, start, found)}${text.slice(a, b)}`.replaceAll(/\s+/g, " ").trim();
    const statement = said(first, last);
    const things = readThings(said(start, end), text.slice(0, start).replaceAll(/[\ue000-\uf8ff]/g, ","));
    parts.push({
      op: "content",
      statement: asWeather(scope.does ? asCaption(statement) : statement),
      sense: "picture",
      ...(things ? { things } : {}),
      from: from + start,
      to: from + end,
    });
  }

  if (/\b(?:shots?|takes?)\b/.test(rest) && (parts.length === 0 || scope.counted)) {
    const match = /\b(?:shots?|takes?)\b/.exec(rest);
    const at = from + (match?.index ?? 0);
    if (!parts.some((leaf) => leaf.op === "signal" && leaf.concept.startsWith("shot.")))
      parts.push({ op: "signal", concept: "shot.each", from: at, to: at + (match?.[0].length ?? 0) });
  } else if (parts.length === 0 && scope.counted && /\bscenes?\b/.test(rest)) {
    const at = from + rest.search(/\bscenes?\b/);
    parts.push({ op: "signal", concept: "shot.each", from: at, to: at + 5 });
  }

  const leaves = parts
    .map((leaf) =>
      describing.has(leaf) && (leaf.op === "colour" || leaf.op === "signal")
        ? { ...leaf, describes: true }
        : leaf,
    )
    .sort((a, b) => a.from - b.from);
  return joined(leaves, slice);
}

/** Conditions side by side: "or" between two makes them alternatives, anything else makes them all hold. */
function joined(leaves: readonly Leaf[], slice: Slice): QuestionNode | undefined {
  const groups: Leaf[][] = [];
  for (const leaf of leaves) {
    // Said twice ("a dark night"), it is still one condition.
    const again = (one: Leaf): boolean =>
      one.op === "signal" && leaf.op === "signal" && one.concept === leaf.concept && one.hint === leaf.hint;
    if (groups.flat().some(again)) continue;
    const previous = groups.at(-1)?.at(-1);
    const gap = previous
      ? slice.text.slice(previous.to - slice.from, Math.max(leaf.from - slice.from, 0))
      : "";
    const either = previous && /^\s*,?\s*or\s+(?:(?:the|a|an|it|is|something|in|with)\s+)*$/.test(gap);
    // "People at night or a dog": the dog is for the people, not for the night.
    const described = (group: Leaf[]): boolean =>
      !group.some((one) => one.op === "signal" && one.describes === true);
    const beside = either ? (groups.findLast(described) ?? groups.at(-1)) : undefined;
    if (beside) beside.push(leaf);
    else groups.push([leaf]);
  }
  const nodes = groups.map((group) => combine("or", group)).filter((node) => node !== undefined);
  return combine("and", nodes);
}

/** Several parts under one operator; one part alone stands for itself. */
export function combine(op: "and" | "or", parts: readonly QuestionNode[]): QuestionNode | undefined {
  const flat = parts.flatMap((part) => (part.op === op ? part.parts : [part]));
  const first = flat[0];
  if (!first || flat.length === 1) return first;
  return {
    op,
    parts: flat,
    from: Math.min(...flat.map((part) => part.from)),
    to: Math.max(...flat.map((part) => part.to)),
  };
}

/** Whether nothing but blanks and small words lies between a leaf and a run of words. */
function besideRun(text: string, leaf: Leaf, run: { start: number; end: number }, from: number): boolean {
  const [a, b] = leaf.from - from >= run.end ? [run.end, leaf.from - from] : [leaf.to - from, run.start];
  return /^(?:\s|is|are|of|from|by|the|a|an)*$/.test(text.slice(a, b));
}

function noteAdverbs(reading: Reading, slice: Slice, scope: Scope): void {
  if (reading.draft.op !== "signal" || !reading.draft.concept.startsWith("camera.")) return;
  if (reading.draft.concept === "camera.static" || reading.draft.concept === "camera.shake") return;
  for (const match of slice.text.slice(reading.start, reading.end).matchAll(adverbs)) {
    const at = slice.from + reading.start + match.index;
    scope.unmeasured.push({ from: at, to: at + match[0].length });
  }
}
