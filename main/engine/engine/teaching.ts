import type { MediaId } from "../../../contract/ids.ts";
import type { Mark } from "../../../contract/moments.ts";
import { toSeconds } from "../../../contract/time.ts";
import type { Context } from "../context.ts";
import { textVectors } from "../embed/channel.ts";
import { teach, usualPicture, vectorsBetween, type Lesson, type Taught } from "../embed/teach.ts";
import type { StoredVectors } from "../embed/vectors.ts";
import type { Question, QuestionNode } from "../grounding/questions/tree.ts";
import type { ClipTextEncoder } from "../models/encoder/encoder.ts";

/** Pictures taken from one mark, and marks that are taken into account: the latest. */
const perMark = 4;
const mostMarks = 40;

/** What a person's stars and rejections of a question's moments changed of it. */
export interface Lessons extends Taught {
  /** The condition that was learned, as it is asked of the picture model. */
  readonly statement: string;
  readonly stars: number;
  readonly rejections: number;
}

export interface TeachingParts {
  readonly encoder: ClipTextEncoder;
  readonly vectorsOf: (id: MediaId) => Promise<StoredVectors | undefined>;
  readonly bankOf: (ctx: Context, id: MediaId, vectors: StoredVectors) => Promise<readonly number[]>;
}

/** The one thing that a question asks to be seen; undefined where there are several, and it is not known which a mark means. */
export function onlyStatement({ root }: Question): string | undefined {
  const found = root ? statementsOf(root) : [];
  return found.length === 1 ? found[0] : undefined;
}

function statementsOf(node: QuestionNode): string[] {
  switch (node.op) {
    case "content":
      return node.sense === "picture" ? [node.statement] : [];
    case "and":
    case "or":
      return node.parts.flatMap(statementsOf);
    case "relation":
      return [node.first, node.second].flatMap(statementsOf);
    case "between":
      return [node.first, node.second, node.part].flatMap(statementsOf);
    case "not":
    case "beside":
    case "pick":
    case "within":
      return statementsOf(node.part);
    case "signal":
    case "colour":
    case "words":
    case "everything":
      return [];
  }
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/**
 * Learns from the marks that were made on a question's moments. A starred picture is to score as no general sentence does on
 * its film, a rejected one below what such sentences reach on average; both stay as they are where they do already. Undefined
 * where there is nothing to learn.
 */
export async function lessonsFor(
  ctx: Context,
  { encoder, vectorsOf, bankOf }: TeachingParts,
  question: Question,
  marks: readonly Mark[],
): Promise<Lessons | undefined> {
  const statement = onlyStatement(question);
  const own = marks.filter((mark) => same(mark.question, question.text)).slice(-mostMarks);
  if (statement === undefined || own.length === 0) return undefined;
  const [query] = await textVectors(ctx, encoder, [statement]);
  if (!query) return undefined;
  const lessons: Lesson[] = [];
  const usual = new Float32Array(query.length);
  let [stars, rejections] = [0, 0];
  for (const { mediaId, range, kind } of own) {
    const vectors = await vectorsOf(mediaId);
    if (!vectors) continue;
    const bank = await bankOf(ctx, mediaId, vectors);
    const target = kind === "star" ? aboveAll(bank) : belowMost(bank);
    const start = toSeconds(range.start, range.timeBase);
    const end = toSeconds(range.end, range.timeBase);
    for (const vector of vectorsBetween(vectors, start, end, perMark)) {
      let score = 0;
      for (let i = 0; i < query.length; i++) score += query[i]! * vector[i]!;
      lessons.push({ vector, target: kind === "star" ? Math.max(score, target) : Math.min(score, target) });
    }
    const film = usualPicture(vectors);
    for (let i = 0; i < usual.length; i++) usual[i]! += film[i]!;
    if (kind === "star") stars++;
    else rejections++;
  }
  const count = stars + rejections;
  if (count === 0) return undefined;
  const taught = teach(
    query,
    lessons,
    usual.map((value) => value / count),
  );
  return { ...taught, statement, stars, rejections };
}

function spread(bank: readonly number[]): { mean: number; deviation: number } {
  const mean = bank.reduce((sum, value) => sum + value, 0) / Math.max(1, bank.length);
  const square = bank.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(square / Math.max(1, bank.length)) };
}
const aboveAll = (bank: readonly number[]): number => Math.max(...bank) + spread(bank).deviation / 2;
const belowMost = (bank: readonly number[]): number => spread(bank).mean - spread(bank).deviation;
