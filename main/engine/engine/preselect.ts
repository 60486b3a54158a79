import type { MediaId } from "../../../contract/ids.ts";
import { keywords } from "../grounding/evidence/phrase-match.ts";
import type { Question, QuestionNode } from "../grounding/questions/tree.ts";
import { alternate, fuseRanks } from "../search/fuse.ts";

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
}

/** How to ask the channels: all of several parts speak for a file, or one of them is enough. */
type Lookup =
  | { readonly statement: string }
  | { readonly terms: readonly string[] }
  | { readonly meaning: string }
  | { readonly all: readonly Lookup[] }
  | { readonly one: readonly Lookup[] };

/**
 * What a file must show or say for a condition to hold in it; undefined where any file may answer: what is measured (light,
 * camera, sound, editing) and what must not be there have no index over files.
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
 * The files to look at closely, best first: the channels' orders fused by rank, filled up with others to `most`. Undefined
 * when all must be looked at: there are no more than that, the question asks how many or how long, or nothing in it tells
 * files apart.
 */
export async function closestFiles(
  question: Question,
  files: readonly MediaId[],
  channels: FileChannels,
  most: number,
): Promise<MediaId[] | undefined> {
  if (files.length <= most || question.ask === "count" || question.ask === "length") return undefined;
  const lookup = question.root && lookupOf(question.root, channels.picture !== undefined);
  if (!lookup) return undefined;
  const here = new Set(files);
  const found = [...(await orderOf(lookup, channels)), ...channels.withWords()].filter((id) => here.has(id));
  return [...new Set([...found, ...files])].slice(0, most);
}
