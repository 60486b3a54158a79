import type { MediaId } from "../../../contract/ids.ts";
import { keywords } from "../grounding/evidence/phrase-match.ts";
import type { Held, SignalSummary } from "../grounding/evidence/signal-summary.ts";
import { leavesOf, type Question, type QuestionNode } from "../grounding/questions/tree.ts";
import { alternate, fuseRanks } from "../search/fuse.ts";
import { reachOf } from "./signal-reach.ts";

/** Files are told apart by these before any of them is looked at closely. Each gives an order, best first. */
export interface FileChannels {
  /** By what their pictures show; undefined where no model looked at them. */
  readonly picture: ((statement: string) => Promise<readonly MediaId[]>) | undefined;
  /** By the meaning of what is said or written in them; undefined where no text model looked at it. */
  readonly meaning?: ((text: string) => Promise<readonly MediaId[]>) | undefined;
  /** By words that are said or written in them. */
  readonly words: (terms: readonly string[]) => readonly MediaId[];
  /** Files in which anything is said or written: where words are asked for, only these can say no. */
  readonly withWords: () => readonly MediaId[];
  /** What was measured of them: light, camera, sound, editing. */
  readonly measured?: (files: readonly MediaId[]) => Promise<ReadonlyMap<MediaId, SignalSummary | undefined>>;
}

/** The files to look at closely, best first. */
export interface Closest {
  readonly files: MediaId[];
  /** What was measured of them had a say in it. */
  readonly byMeasures: boolean;
  /** By what was measured of them, none of the other files holds an answer. */
  readonly restIsWithout: boolean;
}

/** How to ask the channels: all of several parts speak for a file, or one of them is enough. */
type Lookup =
  | { readonly statement: string }
  | { readonly terms: readonly string[] }
  | { readonly meaning: string }
  | { readonly all: readonly Lookup[] }
  | { readonly one: readonly Lookup[] };

/**
 * What a file must show or say for a condition to hold in it; undefined where any file may answer: what must not be there has no
 * index over files, and what is measured (light, camera, sound, editing) has one of its own.
 */
function lookupOf(node: QuestionNode, seen: boolean): Lookup | undefined {
  const lookup = (part: QuestionNode): Lookup | undefined => lookupOf(part, seen);
  switch (node.op) {
    case "content": {
      // A detector may have seen it anywhere; only a picture model tells files apart.
      if (node.things && !seen) return undefined;
      const said = [{ terms: terms(node.statement) }, { meaning: node.statement }];
      return { all: node.sense === "picture" ? [{ statement: node.statement }, ...said] : said };
    }
    case "words":
      return node.exact
        ? { terms: terms(node.phrase) }
        : { all: [{ terms: terms(node.phrase) }, { meaning: node.phrase }] };
    case "signal":
    case "colour":
    case "everything":
    case "not":
      return undefined;
    case "and":
      return all(node.parts.map(lookup));
    case "relation":
    case "between":
      return all([lookup(node.first), lookup(node.second)]);
    case "or": {
      const parts = node.parts.map(lookup);
      // If one of them may be anywhere, so may the answer.
      return parts.every((part) => part !== undefined) ? { one: parts } : undefined;
    }
    case "pick":
      // The longest of all files may lie in any of them.
      return node.pick.by === "length" ? undefined : lookup(node.part);
    case "beside":
    case "within":
      return lookup(node.part);
  }
}

const terms = (phrase: string): string[] => keywords(phrase).map(({ word }) => word);

/** All conditions must hold: those that tell files apart do. */
function all(parts: readonly (Lookup | undefined)[]): Lookup | undefined {
  const telling = parts.filter((part) => part !== undefined);
  return telling.length > 0 ? { all: telling } : undefined;
}

async function orderOf(lookup: Lookup, channels: FileChannels): Promise<readonly MediaId[]> {
  if ("statement" in lookup) return (await channels.picture?.(lookup.statement)) ?? [];
  if ("meaning" in lookup) return (await channels.meaning?.(lookup.meaning)) ?? [];
  if ("terms" in lookup) return channels.words(lookup.terms);
  const parts: (readonly MediaId[])[] = [];
  for (const part of "all" in lookup ? lookup.all : lookup.one) parts.push(await orderOf(part, channels));
  return "all" in lookup ? fuseRanks(parts) : alternate(parts);
}

/**
 * The files to look at closely, best first: the channels' orders fused by rank, filled up with others to `most`. Of a question
 * about what is measured alone, those that hold most of it. A file whose measures hold no answer is never among them, but for
 * one where all are so. Undefined when all must be looked at: there are no more than that, the question asks how many or how
 * long, or nothing in it tells files apart. Errors: those of the channels.
 */
export async function closestFiles(
  question: Question,
  files: readonly MediaId[],
  channels: FileChannels,
  most: number,
): Promise<Closest | undefined> {
  const { root } = question;
  if (files.length <= most || !root || question.ask === "count" || question.ask === "length")
    return undefined;
  // The longest of all files may lie in any of them.
  if (root.op === "pick" && root.pick.by === "length") return undefined;
  const lookup = lookupOf(root, channels.picture !== undefined);
  const asksSignals = leavesOf(root).some(({ op }) => op === "signal" || op === "colour");
  const measured = asksSignals ? await channels.measured?.(files) : undefined;
  const reach = new Map(files.map((id) => [id, measured && reachOf(root, measured.get(id))]));
  const without = new Set(files.filter((id) => reach.get(id)?.best === 0));
  const known = [...reach.values()].some((one) => one !== undefined);
  if (!lookup && !known) return undefined;
  const may = files.filter((id) => !without.has(id));
  const here = new Set(may);
  const found = lookup
    ? [...(await orderOf(lookup, channels)), ...channels.withWords()].filter((id) => here.has(id))
    : byReach(may, reach);
  const chosen = [...new Set([...found, ...may])].slice(0, most);
  return {
    // One is enough to say that there is nothing.
    files: chosen.length > 0 ? chosen : files.slice(0, 1),
    byMeasures: !lookup || without.size > 0,
    restIsWithout: without.size > 0 && may.length <= most,
  };
}

/** Files that surely hold it first, then those that hold more of it, then those that cannot tell. */
function byReach(files: readonly MediaId[], reach: ReadonlyMap<MediaId, Held | undefined>): MediaId[] {
  const of = (id: MediaId): Held => reach.get(id) ?? { best: -1, seconds: 0 };
  return files.toSorted((a, b) => of(b).best - of(a).best || of(b).seconds - of(a).seconds);
}
