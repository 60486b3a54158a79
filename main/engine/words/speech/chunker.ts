import { lookSamples } from "./speech-gate.ts";

const rate = 16_000;
const look = lookSamples / rate;
/** Chances at which speech begins, and below which it ends. */
const on = 0.5;
const off = 0.35;
/** Seconds kept before the first and after the last word: letters begin more softly than they sound. */
const pad = 0.3;
/** Seconds of speech that a stretch must hold. */
const leastSpeech = 0.25;
/** Looks over which a pause is judged. */
const pauseLooks = 8;

/** Sound to be written down, from pause to pause. */
export interface Chunk {
  /** Seconds in the film. */
  readonly start: number;
  readonly samples: Float32Array;
  /** Where in the film somebody speaks in it, half-open. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
}

export interface ChunkLimits {
  /** Seconds of one chunk at most. */
  readonly longest: number;
  /** Seconds without speech that end a chunk. */
  readonly gap: number;
}

/**
 * Cuts sound into stretches of speech. A long gap ends one; where speech goes on beyond the longest, it is cut in the deepest
 * pause of its second half. What is not speech is let go of at once: memory holds one chunk.
 */
export function createChunker({ longest, gap }: ChunkLimits) {
  /** Sound from look `first` on. */
  let pieces: Float32Array[] = [];
  let first = 0;
  /** Chances from look `first` on. */
  let chances: number[] = [];
  let open: number | undefined;
  let lastSpeech = -1;
  let speaking = false;
  const looks = (seconds: number): number => Math.round(seconds / look);

  const drop = (until: number): void => {
    const count = Math.min(until - first, pieces.length);
    if (count <= 0) return;
    pieces = pieces.slice(count);
    chances = chances.slice(count);
    first += count;
  };
  const take = (from: number, to: number): Chunk | undefined => {
    const samples = new Float32Array((to - from) * lookSamples);
    for (let i = from; i < to; i++)
      samples.set(pieces[i - first] ?? new Float32Array(lookSamples), (i - from) * lookSamples);
    const spans = spansOf(chances.slice(from - first, to - first), from);
    const spoken = spans.reduce((sum, s) => sum + s.end - s.start, 0);
    return spoken < leastSpeech ? undefined : { start: from * look, samples, spans };
  };
  /** The look in the second half of [from, to) around which it is quietest, the later of equals. */
  const deepest = (from: number, to: number): number => {
    let best = to;
    let least = Infinity;
    for (let i = from + Math.floor((to - from) / 2); i + pauseLooks <= to; i++) {
      let sum = 0;
      for (let k = 0; k < pauseLooks; k++) sum += chances[i + k - first] ?? 0;
      if (sum <= least) [least, best] = [sum, i + pauseLooks / 2];
    }
    return best;
  };

  const step = (piece: Float32Array, chance: number): Chunk[] => {
    const at = first + pieces.length;
    pieces.push(piece);
    chances.push(chance);
    speaking = speaking ? chance >= off : chance >= on;
    if (speaking) {
      open ??= Math.max(first, at - looks(pad));
      lastSpeech = at;
    }
    if (open === undefined) {
      drop(at + 1 - looks(pad));
      return [];
    }
    if (at - lastSpeech >= looks(gap)) {
      const until = Math.min(at + 1, lastSpeech + 1 + looks(pad));
      const chunk = take(open, until);
      open = undefined;
      drop(at + 1 - looks(pad));
      return chunk ? [chunk] : [];
    }
    if (at + 1 - open >= looks(longest)) {
      const cut = deepest(open, at + 1);
      const chunk = take(open, cut);
      drop(cut);
      open = lastSpeech >= cut ? cut : undefined;
      return chunk ? [chunk] : [];
    }
    return [];
  };

  let rest = new Float32Array(0);
  const waiting: Float32Array[] = [];
  return {
    /** The next samples, and the chances of the looks that became complete with them. */
    push: (samples: Float32Array, fresh: readonly number[]): Chunk[] => {
      const all = new Float32Array(rest.length + samples.length);
      all.set(rest);
      all.set(samples, rest.length);
      let at = 0;
      for (; at + lookSamples <= all.length; at += lookSamples) waiting.push(all.slice(at, at + lookSamples));
      rest = all.slice(at);
      const out: Chunk[] = [];
      for (const chance of fresh) {
        const piece = waiting.shift();
        if (piece) out.push(...step(piece, chance));
      }
      return out;
    },
    /** The end of the film. */
    finish: (): Chunk[] => {
      const until = Math.min(first + pieces.length, lastSpeech + 1 + looks(pad));
      const chunk = open === undefined ? undefined : take(open, until);
      open = undefined;
      return chunk ? [chunk] : [];
    },
  };
}

/** Stretches of speech in chances from a look on, with short gaps bridged. */
function spansOf(chances: readonly number[], from: number): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  let speaking = false;
  chances.forEach((chance, i) => {
    speaking = speaking ? chance >= off : chance >= on;
    if (!speaking) return;
    const [start, end] = [(from + i) * look, (from + i + 1) * look];
    const last = spans.at(-1);
    if (last && start - last.end < 0.2) last.end = end;
    else spans.push({ start, end });
  });
  return spans;
}
