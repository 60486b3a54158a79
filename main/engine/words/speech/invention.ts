import type { Heard } from "../../models/transformers/messages.ts";
import { loopOf } from "../../models/transformers/repetition.ts";
import type { Chunk } from "./chunker.ts";
import { spreadWords, type SpokenWord } from "./spoken-word.ts";

/** A stretch is left out when nobody seems to speak and the model is unsure of what it wrote: Whisper's own limits. */
const nobody = 0.6;
const unsure = -1;
/** Seconds that a word may stand away from the nearest speech. */
const astray = 0.5;
/** Words in a second of speech that no one can say. */
const fastest = 9;

/**
 * What was really said of what a speech model wrote: such models go on writing where nothing is said. Left out are stretches
 * in which nobody speaks and the model is unsure (for models without a token for that, the gate's word counts), words away from
 * any speech, and more words than can be said; of a loop its first round stays.
 */
export function saidIn(heard: Heard, { start, samples, spans }: Chunk, rate: number): SpokenWord[] {
  const length = samples.length / rate;
  const spoken = spans.reduce((sum, span) => sum + span.end - span.start, 0);
  const quiet = heard.noSpeech ?? 1 - Math.min(1, spoken / Math.max(0.01, length));
  if (quiet > nobody && heard.meanLogChance < unsure) return [];
  const words =
    heard.timed === "words"
      ? heard.pieces.map((piece) => ({
          text: piece.text,
          start: start + piece.start,
          end: start + piece.end,
          exact: true,
        }))
      : heard.timed === "passages"
        ? heard.pieces.flatMap((piece) =>
            spreadWords(piece.text, within(spans, start + piece.start, start + piece.end)),
          )
        : spreadWords(heard.text, spans);
  const there = unlooped(words).filter((word) =>
    spans.some((span) => word.start < span.end + astray && word.end > span.start - astray),
  );
  return there.length > Math.max(4, fastest * Math.max(spoken, 1)) ? [] : there;
}

/** The first round of every loop. */
function unlooped(words: readonly SpokenWord[]): SpokenWord[] {
  let left = [...words];
  for (;;) {
    const loop = loopOf(left.map((word) => word.text));
    if (!loop) return left;
    left = [...left.slice(0, loop.at + loop.length), ...left.slice(loop.at + loop.length * loop.times)];
  }
}

/** The parts of spans in a stretch; the stretch itself where they leave nothing of it. */
function within(spans: Chunk["spans"], start: number, end: number): Chunk["spans"] {
  const parts = spans
    .map((span) => ({ start: Math.max(span.start, start), end: Math.min(span.end, end) }))
    .filter((part) => part.end > part.start);
  return parts.length > 0 ? parts : [{ start, end }];
}
