import type { Agreement } from "../../runtime/agreements.ts";
import { overlap, type FoundBox } from "../../detectors/boxes.ts";
import { cosine } from "../../runtime/tensor.ts";

/** What a precision made of the test's things: lists of numbers, or boxes in pictures. */
export type Sample =
  | {
      readonly by: "cosine";
      /** A vector, a row of scores, a layer: one list for each thing, in the same order each time. */
      readonly things: readonly Float32Array[];
      /** What it wrote down, where it writes. */
      readonly texts?: readonly string[];
      /** "8 pictures, 8 sentences". */
      readonly of: string;
    }
  | {
      readonly by: "boxes";
      /** For each picture what counts, and also what nearly does. */
      readonly pictures: readonly { readonly sure: readonly FoundBox[]; readonly all: readonly FoundBox[] }[];
      /** "9 drawn scenes". */
      readonly of: string;
    };

const rounded = (value: number): number => Math.floor(value * 1e6) / 1e6;

/**
 * How near two precisions are: the cosine of what they gave for each thing; or of each box that counts for either, how much of
 * it the other's best box of the same name covers (overlap, less where their scores differ). Undefined where there is nothing
 * to compare: no things, or no box that counts.
 */
export function samenessOf(reference: Sample, other: Sample): Agreement | undefined {
  const each =
    reference.by === "boxes" && other.by === "boxes"
      ? [...covered(reference.pictures, other.pictures), ...covered(other.pictures, reference.pictures)]
      : reference.by === "cosine" && other.by === "cosine"
        ? reference.things.map((thing, i) => cosineOf(thing, other.things[i]))
        : [];
  if (each.length === 0) return undefined;
  return {
    by: reference.by,
    least: rounded(Math.min(...each)),
    mean: rounded(each.reduce((sum, value) => sum + value, 0) / each.length),
    of: `${reference.by === "boxes" ? `${each.length} ` : ""}${reference.of}${alike(reference, other)}`,
    items: each.length,
  };
}

/** How many texts came out the same, of those that are not empty: said, but it decides nothing, as one word makes the difference. */
function alike(reference: Sample, other: Sample): string {
  if (reference.by !== "cosine" || other.by !== "cosine" || !reference.texts) return "";
  const written = [...reference.texts.entries()].filter(([, text]) => text !== "");
  const same = written.filter(([i, text]) => other.texts?.[i] === text).length;
  return written.length === 0 ? "" : ` (${same} of ${written.length} texts the same)`;
}

/** Lists of different lengths have nothing in common; two that say nothing are the same. */
function cosineOf(a: Float32Array, b: Float32Array | undefined): number {
  if (b?.length !== a.length) return 0;
  const empty = (list: Float32Array): boolean => list.every((value) => value === 0);
  return empty(a) && empty(b) ? 1 : cosine(a, b);
}

type Pictures = Extract<Sample, { by: "boxes" }>["pictures"];

/** Of each box that counts in one, how well the other has it. */
const covered = (one: Pictures, other: Pictures): number[] =>
  one.flatMap(({ sure }, i) =>
    sure.map((found) =>
      (other[i]?.all ?? []).reduce(
        (best, b) =>
          b.label === found.label
            ? Math.max(best, overlap(found, b) * Math.min(b.score / found.score, found.score / b.score))
            : best,
        0,
      ),
    ),
  );
