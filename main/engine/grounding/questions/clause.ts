import type { Concept } from "./concepts.ts";
import { combine, leafNode } from "./leaf.ts";
import { readings } from "./lexicon/index.ts";
import { findPick } from "./picks.ts";
import { takeRequest } from "./requests.ts";
import type { Scope } from "./scope.ts";
import { blank, cut, type Slice } from "./text.ts";
import type { Gap, QuestionNode, Relation, RelationAnswer } from "./tree.ts";

const thenWords =
  /,?\s*(?:\band\s+)?(?:\bthen\b|\bfollowed\s+(?:immediately\s+|shortly\s+|directly\s+)?by\b|\b(?:right\s+|shortly\s+|immediately\s+)?after(?:wards?|\s+(?:that|which))\b|\blater(?:\s+on)?\b|\bnext(?=\s*,|\s+(?:the|it|a|we)\b)|\bbefore\s+(?:turning|going|becoming|getting|cutting)\b|-?>)\s*,?/;
const soon = "(?:right\\s+|just\\s+|shortly\\s+|directly\\s+|immediately\\s+|soon\\s+|some\\s+time\\s+)?";
const leadingLink = new RegExp(
  `^${soon}(after|before|while|whilst|during|when|whenever|as\\s+soon\\s+as|as|once|until)\\s+(.+?)\\s*,\\s*(.+)$`,
);
const whatever =
  "(?:what(?:'s|\\s+is)?\\s+)?(?:happening|(?:the\\s+)?(?:scenes?|shots?|parts?|moments?|seconds)(?:\\s+(?:right|just))?|happens|happened|comes|came|follows|is\\s+shown|goes\\s+on|everything|anything)";
const besideLink = new RegExp(`^(?:${whatever}\\s+)?${soon}(after|before|following)\\s+(.+)$`);
const besideWords = new RegExp(`^(?:${whatever})?$`);
const infixWords =
  "(before|after|while(?!\\s+it(?:'s|\\s+is)?\\s+(?:rain|snow)(?:s|ing)\\b)|whilst|during|when|whenever|until|once|as\\s+soon\\s+as|at\\s+the\\s+same\\s+time\\s+as|together\\s+with|as(?=\\s+(?:the|it|he|she|they|someone|somebody|something|a|an)\\b))\\s";
// "pans right after the flash" may be "right after" or "pans right": the known phrasing wins.
const infixLinks = [new RegExp(`\\s${soon}${infixWords}`), new RegExp(`\\s${infixWords}`)];
const whatThen = "what(?:\\s+(?:happens|happened|comes|follows|is\\s+shown))?(?:\\s+(?:next|then))?";
const whatLink = new RegExp(`^(.+?)\\s*,\\s*${whatThen}$`);
const betweenLink = /^(.*?)\s*\bbetween\s+(.+?)\s+and\s+(.+?)$/;
const negation =
  /(?:,\s*|\b(?:but|and|yet|while)\s+)*(?:\b(?:is\s+not|are\s+not|does\s+not|do\s+not|not|no|without(?:\s+any)?|except(?:\s+(?:for|when|where))?|excluding|isn't|aren't|doesn't|don't|wasn't|never|other\s+than)\s+(?:(?:a|an|the|any|being|in)\s+)*|¬)/g;

/**
 * Reads one piece of a question into operators over conditions. Looser links split first: then,
 * picks, subordinate clauses, before/after/while, not, or; what is left is read by the lexicon.
 */
export function clauseNode(input: Slice, scope: Scope): QuestionNode | undefined {
  const slice = takeRequest(cut(input, 0)).slice;
  if (slice.text === "") return undefined;
  return (
    withinNode(slice, scope) ??
    apartNode(slice, scope) ??
    thenNode(slice, scope) ??
    pickNode(slice, scope) ??
    linkedNode(slice, scope) ??
    notNode(slice, scope) ??
    orNode(slice, scope) ??
    leafNode(slice, scope)
  );
}

const span = (slice: Slice): { from: number; to: number } => ({
  from: slice.from,
  to: slice.from + slice.text.length,
});

/** A time set aside at either edge narrows the whole piece. */
function withinNode(slice: Slice, scope: Scope): QuestionNode | undefined {
  const mark = scope.times.pattern;
  const match =
    new RegExp(`^${mark}`).exec(slice.text) ??
    new RegExp(`${mark}$`).exec(slice.text) ??
    (thenWords.test(slice.text) ? null : new RegExp(mark).exec(slice.text));
  const said = match && scope.times.get(match[0]);
  if (!match || !said) return undefined;
  // How long something lasts is said of its own part only.
  if (said.window.unit === "length" && thenWords.test(slice.text)) return undefined;
  const rest = { ...slice, text: blank(slice.text, match.index, match.index + match[0].length) };
  const wrap = (part: QuestionNode): QuestionNode =>
    // The first pan in the last third is the first of those in the last third.
    part.op === "pick"
      ? { ...part, part: wrap(part.part) }
      : { op: "within", window: said.window, part, from: said.from, to: said.to };
  const part = clauseNode(rest, scope);
  const at = { from: said.from, to: said.to };
  // "which are longer than 5 s": of shots, where nothing else is named.
  const all: QuestionNode =
    said.window.unit === "length"
      ? { op: "signal", concept: "shot.each", ...at }
      : { op: "everything", ...at };
  return wrap(part ?? all);
}

/** Two things so far apart as was said: "a cut within 3 s after a bang", "…, followed within 2 s by …", "what happens 5 s after …". */
function apartNode(slice: Slice, scope: Scope): QuestionNode | undefined {
  const mark = scope.gaps.pattern;
  const found = new RegExp(mark).exec(slice.text);
  const gap = found && scope.gaps.get(found[0]);
  if (!gap) return undefined;
  const apart = { least: gap.least, most: gap.most };
  // With only one thing to be apart, it is said that the gap was not kept.
  const alone = (node: QuestionNode | undefined): QuestionNode | undefined => {
    scope.unmeasured.push({ from: gap.from, to: gap.to, meaning: "it is not said from what" });
    return node;
  };
  const inTurn = new RegExp(
    `,?\\s*(?:\\band\\s+)?(?:\\bthen\\s+)?(?:\\bfollowed\\s+${mark}\\s+by\\b|${mark}\\s+later\\b|(?<=(?:then|and)\\s+)${mark})\\s*,?`,
  ).exec(slice.text);
  if (inTurn) {
    const after = cut(slice, inTurn.index + inTurn[0].length);
    // "A flash, and fireworks 5 seconds later" says it behind both.
    const parted =
      after.text === ""
        ? Math.max(slice.text.lastIndexOf(","), slice.text.lastIndexOf(" and "))
        : inTurn.index;
    const first = clauseNode(cut(slice, 0, Math.max(0, parted)), scope);
    const later = after.text === "" ? cut(slice, Math.max(0, parted), inTurn.index) : after;
    const second = clauseNode({ ...later, text: later.text.replace(/^and /, "    ") }, scope);
    if (!first || !second) return alone(first ?? second);
    return { op: "relation", relation: "then", first, second, answer: "both", gap: apart, ...span(slice) };
  }
  if (found.index + found[0].length === slice.text.length) {
    const pair = thenNode(cut(slice, 0, found.index), scope);
    if (pair?.op === "relation") return { ...pair, gap: apart, ...span(slice) };
    return alone(pair ?? clauseNode(cut(slice, 0, found.index), scope));
  }
  const link = new RegExp(`${mark}\\s+(after|before|of|from)\\s+`).exec(slice.text);
  if (!link?.[1]) {
    const words =
      new RegExp(`${mark}(?:\\s+(?:after|before|of|from|later)(?=\\s*$))?`).exec(slice.text) ?? found;
    return alone(
      clauseNode({ ...slice, text: blank(slice.text, words.index, words.index + words[0].length) }, scope),
    );
  }
  const relation = link[1] === "after" || link[1] === "before" ? link[1] : "near";
  const lead = cut(slice, 0, link.index);
  const rest = cut(slice, link.index + link[0].length);
  const asked = besideWords.test(lead.text) ? undefined : clauseNode(lead, scope);
  if (asked) return related(relation, asked, clauseNode(rest, scope), slice, apart);
  // "Within 3 seconds after a bang, the picture cuts": the condition is said first.
  const comma = lead.text === "" ? rest.text.indexOf(",") : -1;
  if (comma > 0)
    return related(
      relation,
      clauseNode(cut(rest, comma), scope),
      clauseNode(cut(rest, 0, comma), scope),
      slice,
      apart,
    );
  const part = clauseNode(rest, scope);
  const side = relation === "before" ? "before" : "after";
  return part && { op: "beside", side, part, gap: apart, ...span(slice) };
}

function thenNode(slice: Slice, scope: Scope): QuestionNode | undefined {
  const match = thenWords.exec(slice.text);
  if (!match) return undefined;
  const left = cut(slice, 0, match.index);
  const first = clauseNode(
    { ...left, text: left.text.replace(/^(?:at )?first(?:ly)?,? /, (s) => " ".repeat(s.length)) },
    scope,
  );
  const rest = cut(slice, match.index + match[0].length);
  const second = direction(rest, readings(left.text)) ?? clauseNode(rest, scope);
  if (!first || !second) return first ?? second;
  return { op: "relation", relation: "then", first, second, answer: "both", ...span(slice) };
}

function pickNode(slice: Slice, scope: Scope): QuestionNode | undefined {
  const found = findPick(slice.text);
  if (!found) return undefined;
  const rest = { ...slice, text: blank(slice.text, found.start, found.end) };
  const part = clauseNode(rest, { ...scope, counted: true });
  const at = { from: slice.from + found.start, to: slice.from + found.end };
  return part && { op: "pick", pick: found.pick, part, ...at };
}

function linkedNode(slice: Slice, scope: Scope): QuestionNode | undefined {
  const lead = leadingLink.exec(slice.text);
  if (lead?.[1] !== undefined && lead[2] !== undefined && lead[3] !== undefined) {
    const at = slice.text.length - lead[3].length;
    const condition = cut(slice, slice.text.indexOf(lead[2], lead[1].length), at);
    if (/^(?:before|after|once|as\s+soon)/.test(lead[1]) && new RegExp(`^${whatThen}$`).test(lead[3])) {
      const part = clauseNode(condition, scope);
      return part && { op: "beside", side: lead[1] === "before" ? "before" : "after", part, ...span(slice) };
    }
    return related(lead[1], clauseNode(cut(slice, at), scope), clauseNode(condition, scope), slice);
  }
  // "When the music stops, what happens?": "when" was taken for how it is asked.
  const what = whatLink.exec(slice.text);
  if (what?.[1] !== undefined) {
    const part = clauseNode(cut(slice, 0, what[1].length), scope);
    return part && { op: "beside", side: "after", part, ...span(slice) };
  }
  const between = betweenLink.exec(slice.text);
  if (between?.[2] !== undefined && between[3] !== undefined) {
    const at = slice.text.length - between[3].length;
    const middle = slice.text.lastIndexOf(between[2], at);
    const node = betweenNode(
      cut(slice, 0, between[1]?.length ?? 0),
      cut(slice, middle, middle + between[2].length),
      cut(slice, at),
      scope,
    );
    if (node) return node;
  }
  const beside = besideLink.exec(slice.text);
  if (beside?.[1] !== undefined && beside[2] !== undefined) {
    const part = clauseNode(cut(slice, slice.text.length - beside[2].length), scope);
    return part && { op: "beside", side: beside[1] === "before" ? "before" : "after", part, ...span(slice) };
  }
  const bare = /^(?:while|whilst|during|when|whenever|as|once|until)\s+/.exec(slice.text);
  if (bare) return clauseNode(cut(slice, bare[0].length), scope);
  const taken = readings(slice.text);
  const infix = infixLinks
    .map((pattern) => pattern.exec(slice.text))
    .find((match) => match && !taken.some((r) => r.start < match.index && r.end > match.index + 1));
  if (!infix?.[1]) return undefined;
  const left = clauseNode(cut(slice, 0, infix.index), scope);
  const right = clauseNode(cut(slice, infix.index + infix[0].length), scope);
  return related(infix[1], left, right, slice);
}

/** `asked LINK condition`, wherever the link stood. */
function related(
  link: string,
  asked: QuestionNode | undefined,
  condition: QuestionNode | undefined,
  slice: Slice,
  gap?: Gap,
): QuestionNode | undefined {
  if (!asked || !condition) return asked ?? condition;
  const make = (relation: Relation, first: QuestionNode, second: QuestionNode, answer: RelationAnswer) =>
    ({ op: "relation", relation, first, second, answer, ...(gap ? { gap } : {}), ...span(slice) }) as const;
  if (link === "near") return make("near", asked, condition, "first");
  if (link === "before") return make("before", asked, condition, "first");
  if (link === "until") return make("until", asked, condition, "first");
  if (link === "after" || link === "once" || /^as\s+soon/.test(link))
    return make("after", condition, asked, "second");
  return make("while", asked, condition, "both");
}

function betweenNode(part: Slice, a: Slice, b: Slice, scope: Scope): QuestionNode | undefined {
  // "between two people" is no stretch of time: both ends must be conditions that are known.
  if (!known(b, scope)) return undefined;
  const second = clauseNode(b, scope);
  // "between the first and the second cut": the noun is said once.
  const ordinal = findPick(`${a.text} `);
  const shared = ordinal?.end === a.text.length && second?.op === "pick";
  if (!shared && !known(a, scope)) return undefined;
  const first = shared
    ? { ...second, pick: ordinal.pick, from: a.from, to: a.from + a.text.length }
    : clauseNode(a, scope);
  if (!first || !second) return undefined;
  const at = { from: a.from, to: b.from + b.text.length };
  const asked = /^(?:what\s+)?(?:happens|happened|is\s+shown|goes\s+on|comes)?$/.test(part.text)
    ? undefined
    : clauseNode(part, scope);
  return { op: "between", first, second, part: asked ?? { op: "everything", ...at }, ...at };
}

const known = (slice: Slice, scope: Scope): boolean =>
  readings(slice.text).length > 0 ||
  new RegExp(scope.quotes.pattern).test(slice.text) ||
  /\bshots?\b/.test(slice.text);

function notNode(slice: Slice, scope: Scope): QuestionNode | undefined {
  const neither = /^(.*?)\bneither\s+(.+?)\s+nor\s+(.+)$/.exec(slice.text);
  if (neither?.[2] !== undefined && neither[3] !== undefined) {
    const at = slice.text.length - neither[3].length;
    const middle = slice.text.indexOf(neither[2], (neither[1] ?? "").length + "neither".length);
    const absent = [cut(slice, middle, middle + neither[2].length), cut(slice, at)].flatMap(
      (piece): QuestionNode[] => {
        const part = clauseNode(piece, scope);
        return part ? [{ op: "not", part, ...span(piece) }] : [];
      },
    );
    const rest = clauseNode(cut(slice, 0, (neither[1] ?? "").length), scope);
    return combine("and", rest ? [rest, ...absent] : absent);
  }
  const taken = readings(slice.text);
  for (const match of slice.text.matchAll(negation)) {
    const end = match.index + match[0].length;
    // "no sound" and "is not moving" are phrasings of their own.
    if (taken.some((r) => r.start < end && r.end > end - 1 && r.start <= match.index + match[0].search(/\S/)))
      continue;
    const after = slice.text.slice(end);
    // "A ball that is not moving" does something, too: it stands still.
    if (
      /(?:is|are|does|do|n't)\s*(?:not\s*)?$/.test(match[0]) &&
      /^mov(?:e|ing)\b/.test(after) &&
      /[a-z]/.test(slice.text.slice(0, match.index)) &&
      !/\b(?:picture|image|frame|screen|shot|scene|film|video|camera|everything|it)\s*$/.test(
        slice.text.slice(0, match.index),
      )
    )
      continue;
    const single = match[0].endsWith("¬");
    // One word, or what the camera does.
    const stop = single
      ? (/^(?:camera\s+)?\S*/.exec(after)?.[0].length ?? 0)
      : scopeEnd(after, readings(after));
    const part =
      direction(cut(slice, end, end + stop), taken) ?? clauseNode(cut(slice, end, end + stop), scope);
    if (!part) continue;
    const not: QuestionNode = {
      op: "not",
      part,
      from: slice.from + match.index,
      to: slice.from + end + stop,
    };
    const rest = clauseNode({ ...slice, text: blank(slice.text, match.index, end + stop) }, scope);
    return rest ? combine("and", [rest, not]) : not;
  }
  return undefined;
}

const directions: Readonly<Record<string, Concept>> = {
  left: "camera.panLeft",
  right: "camera.panRight",
  up: "camera.tiltUp",
  down: "camera.tiltDown",
  in: "camera.zoomIn",
  out: "camera.zoomOut",
};

/** "but not right" after a camera move: the verb is said once. */
function direction(slice: Slice, taken: ReturnType<typeof readings>): QuestionNode | undefined {
  const concept = directions[slice.text.replace(/^(?:to )?(?:the )?/, "")];
  const moved = taken.some(({ draft }) => draft.op === "signal" && draft.concept.startsWith("camera."));
  return concept && moved ? { op: "signal", concept, ...span(slice) } : undefined;
}

/** Where a negation ends: at the next comma, "but" or "and" outside a known phrasing. */
function scopeEnd(after: string, taken: ReturnType<typeof readings>): number {
  for (const match of after.matchAll(/,|\s(?:but|and|yet|although|with)\s|¬/g))
    if (!taken.some((r) => r.start < match.index && r.end > match.index)) return match.index;
  return after.length;
}

/** Alternatives, where each side holds a known condition. */
function orNode(slice: Slice, scope: Scope): QuestionNode | undefined {
  const taken = readings(slice.text);
  for (const match of slice.text.matchAll(/\s*,?\s+(?:or|or else)\s+/g)) {
    const [a, b] = [cut(slice, 0, match.index), cut(slice, match.index + match[0].length)];
    if (taken.some((r) => r.start < match.index && r.end > match.index + 1)) continue;
    if (!known(a, scope) || !known(b, scope)) continue;
    const parts = [clauseNode(a, scope), clauseNode(b, scope)].filter((node) => node !== undefined);
    return combine("or", parts);
  }
  return undefined;
}
