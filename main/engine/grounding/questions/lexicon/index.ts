import type { Leaf } from "../tree.ts";
import { cameraEntries } from "./camera.ts";
import { isThing } from "./colour-things.ts";
import { colourEntries } from "./colour.ts";
import { editingEntries } from "./editing.ts";
import type { Entry, LeafDraft } from "./entry.ts";
import { lightEntries } from "./light.ts";
import { motionEntries } from "./motion.ts";
import { soundEntries } from "./sound.ts";
import { speechEntries } from "./speech.ts";

const entries: readonly Entry[] = [
  ...cameraEntries,
  ...lightEntries,
  ...colourEntries,
  ...motionEntries,
  ...soundEntries,
  ...editingEntries,
  ...speechEntries,
];

/** A condition read off a piece of text, with its place there. */
export interface Reading {
  readonly start: number;
  readonly end: number;
  readonly draft: LeafDraft;
}

/**
 * Every known phrasing in a piece of normalised text: the longest reading wins where two overlap,
 * the earlier entry where they are equally long. In the order of the text.
 */
export function readings(text: string): Reading[] {
  const all: Reading[] = [];
  for (const { patterns, make } of entries) {
    for (const match of patterns.flatMap((pattern) => [...text.matchAll(pattern)])) {
      const lead = /^\s*/.exec(match[0])?.[0].length ?? 0;
      const body = match[0].trim();
      if (body.length === 0) continue;
      const start = match.index + lead;
      const draft = make(match);
      if (draft.op === "colour" && isThing(text, start + body.length)) continue;
      all.push({ start, end: start + body.length, draft });
    }
  }
  all.sort((a, b) => b.end - b.start - (a.end - a.start));
  const kept: Reading[] = [];
  for (const reading of all)
    if (kept.every((other) => reading.end <= other.start || reading.start >= other.end)) kept.push(reading);
  return kept.sort((a, b) => a.start - b.start);
}

/** The reading at its place in the whole question. */
export const placed = (reading: Reading, from: number): Leaf => ({
  ...reading.draft,
  from: from + reading.start,
  to: from + reading.end,
});
