import type { Concept } from "../questions/concepts.ts";
import { painted, quantile, smooth } from "./grid.ts";
import { clamp, length, secondsText, type Evidence, type Hit, type Unusable } from "./hit.ts";
import { certainty, levelEvidence, stretches, type Levels } from "./level.ts";
import { noSoundCurves, type Reader } from "./reader.ts";

/** Loudness is stored as (dB + 70) / 70. */
const stored = (decibels: number): number => (decibels + 70) / 70;
const decibels = (value: number): string => `${Math.round(value * 70 - 70)} dB`;

/** Seconds of sound before a quiet that make it one that begins, and of quiet before a sound. */
const leastBefore = 0.8;

/** Conditions of sound. A file without a sound track has none of them, silence included. */
export function soundEvidence(concept: Concept, reader: Reader): Evidence | Unusable {
  const { grid } = reader;
  if (reader.file.hasSound === false)
    return { hits: [], nature: "state", curve: new Float32Array(grid.count) };
  const [loudness, silence, onset] = ["loudness", "silence", "onset"].map((name) => reader.sound(name));
  if (!loudness || !silence || !onset) return noSoundCurves(reader.file);
  if (concept === "sound.silent") return silent(silence, reader);
  if (concept === "sound.loud") return loud(loudness, silence, reader);
  if (concept === "sound.sudden") return sudden(onset, loudness, reader);
  const quiets = quiet(loudness, silence, reader);
  return concept === "sound.quiet" ? quiets : begins(quiets, loudness, concept === "sound.goesLoud", reader);
}

const silent = (silence: Float32Array, { grid }: Reader): Evidence =>
  levelEvidence(
    silence,
    { enter: 0.5, stay: 0.5, full: 1, least: 0.4, gap: 0.2 },
    grid,
    "state",
    (_, seconds) => ({ ground: { source: "sound", text: `silence for ${secondsText(seconds)}` } }),
  );

/** The level of the sounding parts of the file. */
function usual(loudness: Float32Array, silence: Float32Array): number {
  const sounding = loudness.filter((value, i) => (silence[i] ?? 0) < 0.5 && value > stored(-60));
  return sounding.length > 0 ? quantile(sounding, 0.6) : stored(-60);
}

function quiet(loudness: Float32Array, silence: Float32Array, { grid }: Reader): Evidence {
  // Quiet is silence, or 14 dB below what this file usually has, never above -30 dB.
  const limit = clamp(usual(loudness, silence) - 14 / 70, stored(-60), stored(-30));
  const level = smooth(loudness, 0.3, grid.step);
  const values = level.map((value, i) => Math.max(0.5 + (limit - value) * 3, (silence[i] ?? 0) * 0.9));
  const levels: Levels = { enter: 0.53, stay: 0.5, full: 0.9, least: 0.7, gap: 0.35 };
  return levelEvidence(values, levels, grid, "state", (run, seconds) => {
    let sum = 0;
    for (let i = run.from; i < run.to; i++) sum += loudness[i] ?? 0;
    return {
      ground: {
        source: "sound",
        text: `quiet for ${secondsText(seconds)}: ${decibels(sum / (run.to - run.from))} on average`,
      },
    };
  });
}

function loud(loudness: Float32Array, silence: Float32Array, { grid }: Reader): Evidence {
  const limit = Math.max(stored(-24), usual(loudness, silence) + 3 / 70);
  const levels: Levels = { enter: limit + 1 / 70, stay: limit, full: limit + 9 / 70, least: 0.2, gap: 0.5 };
  return levelEvidence(smooth(loudness, 0.3, grid.step), levels, grid, "state", (run, seconds) => ({
    ground: {
      source: "sound",
      text: `loud for ${secondsText(seconds)}: ${decibels(run.mean)} on average, ${decibels(run.peak)} at most`,
    },
  }));
}

function sudden(onset: Float32Array, loudness: Float32Array, { grid }: Reader): Evidence {
  const levels: Levels = { enter: 0.5, stay: 0.35, full: 0.95, least: 0, gap: 0.15 };
  const hits: Hit[] = stretches(onset, levels, grid.step).map((run) => {
    // It lasts until the sound has fallen half way back, or a second.
    const before = Math.min(...loudness.subarray(Math.max(0, run.from - 3), run.from + 1));
    const peak = Math.max(...loudness.subarray(run.from, Math.min(loudness.length, run.to + 3)));
    let to = run.to;
    while (to < loudness.length && to - run.from < 10 && (loudness[to] ?? 0) > (before + peak) / 2) to++;
    const score = certainty(run.peak, levels);
    const text = `a sudden sound, up ${Math.max(1, Math.round((peak - before) * 70))} dB at once`;
    return {
      start: run.from * grid.step,
      end: to * grid.step,
      score,
      grounds: [{ source: "sound", text, score, at: [(run.peakAt + 0.5) * grid.step] }],
    };
  });
  return { hits, nature: "event", curve: onset };
}

/** Quiet that begins after sound, or sound that begins after quiet. */
function begins(quiets: Evidence, loudness: Float32Array, rising: boolean, { grid }: Reader): Evidence {
  const end = grid.count * grid.step;
  const mean = (from: number, to: number): number => {
    const part = loudness.subarray(Math.max(0, Math.round(from / grid.step)), Math.round(to / grid.step));
    return part.length > 0 ? part.reduce((sum, value) => sum + value, 0) / part.length : 0;
  };
  const hits: Hit[] = [];
  quiets.hits.forEach((hit, k) => {
    const previousEnd = quiets.hits[k - 1]?.end ?? 0;
    const nextStart = quiets.hits[k + 1]?.start ?? end;
    if (!rising) {
      if (hit.start - previousEnd < leastBefore) return;
      const drop = mean(hit.start - 1, hit.start) - mean(hit.start + 0.1, hit.end);
      const score = clamp(hit.score * 0.6 + drop * 1.4, 0.3, 0.95);
      const text = `it goes quiet: ${decibels(mean(hit.start - 1, hit.start))} before, ${decibels(mean(hit.start + 0.1, hit.end))} after, for ${secondsText(length(hit))}`;
      hits.push({ ...hit, score, grounds: [{ source: "sound", text, score, at: [hit.start] }] });
      return;
    }
    if (length(hit) < leastBefore || nextStart - hit.end < 0.4) return;
    const rise = mean(hit.end, Math.min(nextStart, hit.end + 2)) - mean(hit.start, hit.end);
    const score = clamp(0.35 + rise * 1.4, 0.3, 0.95);
    const text = `sound sets in after ${secondsText(length(hit))} of quiet, up ${Math.max(1, Math.round(rise * 70))} dB`;
    hits.push({
      start: hit.end,
      end: nextStart,
      score,
      grounds: [{ source: "sound", text, score, at: [hit.end] }],
    });
  });
  return { hits, nature: "event", curve: painted(hits, grid) };
}
