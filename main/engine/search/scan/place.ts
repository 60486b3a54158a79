import { strideOf } from "../kernel/query.ts";
import type { KeptFile } from "../files/vector-files.ts";
import { levelOf, type LevelName, type Section } from "../record/record.ts";

/** A film as a shard needs it: where its parts lie, in bytes of a file. Plain numbers, so that it travels to a thread. */
export interface Place {
  /** Number of the film, given by the search. */
  readonly handle: number;
  readonly path: string;
  readonly width: number;
  readonly vectors: number;
  /** Rows of numbers and scales, `rowBytes` each. */
  readonly values: Part;
  /** Whether the rows hold further bits. */
  readonly fine: boolean;
  readonly centre: Part | undefined;
  readonly cells: number;
  readonly counts: Part;
  readonly factors: Part;
  readonly bits: Part;
  /** Key events, searched beside a level that would hide them. */
  readonly events: number;
  readonly eventVectors: Part;
  readonly eventFactors: Part;
  readonly eventBits: Part;
}

export interface Part {
  readonly at: number;
  readonly bytes: number;
  readonly crc: number;
}

/** What a film of `place` takes of a shard's memory. */
export const placeBytes = ({ cells, events, width }: Pick<Place, "cells" | "events" | "width">): number =>
  (cells + events) * (strideOf(width) + 4) + 32;

/** A film at a level; those above the finest have key events beside them. */
export function placeOf(
  { head, path, body }: KeptFile,
  handle: number,
  width: number,
  level: LevelName,
): Place {
  const rate = head.rates[head.searched];
  const chosen = levelOf(head, level);
  if (!rate) throw new Error("a record without the rate that is searched");
  const part = ({ at, bytes, crc }: Section): Part => ({ at: body + at, bytes, crc });
  const { events } = head;
  return {
    handle,
    path,
    width,
    vectors: rate.vectors,
    values: part(rate.values),
    fine: rate.fine,
    centre: rate.centre && part(rate.centre),
    cells: chosen.cells,
    counts: part(chosen.counts),
    factors: part(chosen.factors),
    bits: part(chosen.bits),
    events: level === "finest" ? 0 : events.count,
    eventVectors: part(events.vectors),
    eventFactors: part(events.factors),
    eventBits: part(events.bits),
  };
}
