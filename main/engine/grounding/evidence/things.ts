import type { FrameBox } from "../../../../contract/moments.ts";
import type { Seen, StoredTracks, Track } from "../../tracks/track.ts";
import type { FileData } from "../answer/file-data.ts";
import { countMeaning } from "../questions/things.ts";
import type { ThingCount, ThingQuestion } from "../questions/tree.ts";
import { clamp, percent, type Evidence, type Unusable } from "./hit.ts";
import { levelEvidence, type Levels } from "./level.ts";
import type { Reader } from "./reader.ts";

/** The curves are certainties already: half is where it counts. */
const levels: Levels = { enter: 0.5, stay: 0.35, full: 0.97, least: 0.2, gap: 1 };
/** That nothing was found is less sure than what was found: detectors overlook things. */
const absent = 0.75;
/** More than the number that was asked for. */
const tooMany = 0.7;
/** The word says more than a detector can tell. */
const narrower = 0.75;
/** A part of the question that could not be checked takes this much off. */
const unchecked = 0.6;
/** Boxes this near, in their own sizes, are beside each other. */
const besideReach = 0.15;

/** A sight of a thing with the stretch of time that it stands for. */
interface Sight {
  readonly seen: Seen;
  readonly label: string;
  readonly from: number;
  readonly to: number;
  /** How surely the thing is there. */
  readonly sure: number;
}

const channelOf = (count: ThingCount, file: FileData): StoredTracks | undefined => {
  const channel = count.kind === "face" ? file.faces : file.objects;
  return channel && count.labels.some((label) => channel.labels.includes(label)) ? channel : undefined;
};

const detectorNames = { face: "a face detector", object: "an object detector" } as const;

/** Where the things of a question are seen at once, by the tracks of detectors; or which detector that needs. */
export function thingEvidence(things: ThingQuestion, statement: string, reader: Reader): Evidence | Unusable {
  const { file, grid } = reader;
  const missing = things.counts.find((count) => !channelOf(count, file));
  if (missing) {
    const other = missing.kind === "face" ? "" : " or a picture model";
    return {
      unusable: `finding “${statement}” in ${file.file} needs ${detectorNames[missing.kind]}${other}, and it was not looked at with one`,
      needs: "model",
    };
  }
  const sights = things.counts.map((count) => sightsOf(count, file));
  const [first, ...others] = things.counts;
  // "two people at the table", where no table was recognised: the people alone are shown, as possible.
  const unseen = things.beside
    ? others.filter((count, i) => count.least > 0 && (sights[i + 1]?.length ?? 0) === 0)
    : [];
  const checked = things.counts.filter((count) => !unseen.includes(count));
  if (things.beside && first) {
    const around = sights.slice(1).flat();
    if (around.length > 0)
      sights[0] = (sights[0] ?? []).filter((one) => around.some((other) => areBeside(one, other)));
  }
  const curves = checked.map((count) =>
    countCurve(count, sights[things.counts.indexOf(count)] ?? [], reader),
  );
  const values = new Float32Array(grid.count);
  for (let i = 0; i < reader.pictureCount; i++)
    values[i] = Math.min(1, ...curves.map((curve) => curve[i] ?? 0));
  const factor =
    (checked.some((count) => count.narrower) ? narrower : 1) *
    (things.rest !== "" || unseen.length > 0 ? unchecked : 1);
  const shown = checked.flatMap((count) => sights[things.counts.indexOf(count)] ?? []);
  const evidence = levelEvidence(values, levels, grid, "state", (run, seconds) => {
    const [from, to] = [run.from * grid.step, run.to * grid.step];
    const boxes = bestBoxes(shown, from, to, (run.peakAt + 0.5) * grid.step);
    return {
      score: clamp(run.mean, 0, 0.97) * factor,
      ground: {
        source: "object",
        text: reasonText(checked, file, boxes, seconds),
        ...(boxes.length > 0 ? { boxes, at: boxes.map((box) => file.timeOf(box.frame)) } : {}),
      },
    };
  });
  const left = [...unseen.map((count) => count.name), ...(things.rest === "" ? [] : [things.rest])];
  const partly: Unusable | undefined =
    left.length === 0
      ? undefined
      : {
          unusable: `only “${checked.map(countMeaning).join(" and ")}” was looked for: ${
            things.rest === ""
              ? `the detector recognised no ${unseen.map((count) => count.name).join(" and no ")}`
              : `for “${left.join(" ")}” a picture model is needed`
          }`,
          ...(things.rest === "" ? {} : { needs: "model" as const }),
          partly: true,
        };
  return { ...evidence, ...(partly ? { partly } : {}) };
}

/** The sights that fit a count, in order of time. */
function sightsOf(count: ThingCount, file: FileData): Sight[] {
  const channel = channelOf(count, file);
  if (!channel) return [];
  const cuts = (file.shots ?? []).map((shot) => file.timeOf(shot.frame)).sort((a, b) => a - b);
  return channel.tracks
    .filter((track) => count.labels.includes(track.label))
    .flatMap((track) => sightsOfTrack(track, channel, cuts, file.duration))
    .filter(({ seen, label }) => fits(count, seen, label));
}

function sightsOfTrack(
  track: Track,
  channel: StoredTracks,
  cuts: readonly number[],
  duration: number,
): Sight[] {
  const sure = sureness(track, channel.sure);
  return track.seen.map((seen, i): Sight => {
    const next = track.seen[i + 1]?.time;
    const end = Math.min(seen.time + channel.step, duration);
    return {
      seen,
      label: track.label,
      sure,
      // Where a shot began since the picture before, the thing came with it.
      from:
        i > 0
          ? seen.time
          : (cuts.findLast((cut) => cut <= seen.time && cut > seen.time - channel.step) ?? seen.time),
      to: next ?? cuts.find((cut) => cut > seen.time && cut < end) ?? end,
    };
  });
}

/** 0.5 at the detector's own limit, 0.97 well above it: the mean of the better half of the scores. */
function sureness({ seen }: Track, limit: number): number {
  const scores = seen.map((one) => one.score).sort((a, b) => b - a);
  const half = scores.slice(0, Math.max(1, Math.ceil(scores.length / 2)));
  const mean = half.reduce((sum, score) => sum + score, 0) / half.length;
  const full = limit + 0.6 * (1 - limit);
  const value = clamp(0.55 + (0.42 * (mean - limit)) / (full - limit), 0.5, 0.97);
  return seen.length > 1 ? value : value * 0.9;
}

function fits({ size, place }: ThingCount, seen: Seen, label: string): boolean {
  const { left, top, width, height } = seen;
  const [x, y] = [left + width / 2, top + height / 2];
  const near = label === "face" ? height >= 0.3 : label === "person" ? height >= 0.7 : width * height >= 0.2;
  const far = label === "face" ? height < 0.12 : label === "person" ? height < 0.3 : width * height < 0.03;
  if ((size === "large" && !near) || (size === "small" && !far)) return false;
  if (place === undefined) return true;
  switch (place) {
    case "left":
      return x < 0.45;
    case "right":
      return x > 0.55;
    case "middle":
      return Math.abs(x - 0.5) < 0.2;
    case "top":
      return y < 0.45;
    case "bottom":
      return y > 0.55;
  }
}

function areBeside(a: Sight, b: Sight): boolean {
  if (a.from >= b.to + 1 || b.from >= a.to + 1) return false;
  const gap = (lowA: number, sizeA: number, lowB: number, sizeB: number): number =>
    Math.max(lowA, lowB) - Math.min(lowA + sizeA, lowB + sizeB);
  const [p, q] = [a.seen, b.seen];
  return (
    gap(p.left, p.width, q.left, q.width) <= besideReach * Math.max(p.width, q.width) &&
    gap(p.top, p.height, q.top, q.height) <= besideReach * Math.max(p.height, q.height)
  );
}

/** How surely the number of things is what was asked for, at each step of the grid. */
function countCurve(count: ThingCount, sights: readonly Sight[], { grid }: Reader): Float32Array {
  const { least, most, about } = count;
  const ranks = Math.max(least, Number.isFinite(most) ? most + 1 : 1, 1);
  // The surest, the second surest … at each step.
  const ranked = Array.from({ length: ranks }, () => new Float32Array(grid.count));
  for (const { from, to, sure } of sights)
    for (
      let i = Math.max(0, Math.round(from / grid.step));
      i < Math.min(grid.count, Math.round(to / grid.step));
      i++
    ) {
      let value = sure;
      for (const rank of ranked) {
        const here = rank[i] ?? 0;
        if (value <= here) continue;
        rank[i] = value;
        value = here;
      }
    }
  return Float32Array.from({ length: grid.count }, (_, i) => {
    const enough = least > 0 ? (ranked[least - 1]?.[i] ?? 0) : absent;
    const over = Number.isFinite(most) ? (ranked[most]?.[i] ?? 0) : 0;
    if (about) return over > 0.5 ? enough * tooMany : enough;
    return Math.min(enough, 1 - over);
  });
}

/** Boxes of the pictures that show it best: at the peak, and at the ends where those are others. */
function bestBoxes(sights: readonly Sight[], from: number, to: number, peak: number): FrameBox[] {
  const frames = new Set<number>();
  for (const at of [peak, from + 0.01, to - 0.01]) {
    const here = sights.filter((one) => one.from <= at && one.to > at && one.seen.time < to);
    const best = here.toSorted((a, b) => b.seen.score - a.seen.score)[0];
    if (best) frames.add(best.seen.frame);
  }
  return sights
    .filter((one) => frames.has(one.seen.frame))
    .map(({ seen: { frame, score, left, top, width, height }, label }): FrameBox => ({
      frame,
      label,
      score,
      left,
      top,
      width,
      height,
    }))
    .sort((a, b) => a.frame - b.frame || b.score - a.score)
    .slice(0, 24);
}

function reasonText(
  counts: readonly ThingCount[],
  file: FileData,
  boxes: readonly FrameBox[],
  seconds: number,
): string {
  const channels = new Map(counts.flatMap((count) => [[count.kind, channelOf(count, file)] as const]));
  const by = [...channels]
    .flatMap(([kind, channel]) => (channel ? [`${kind} detector ${channel.model.title}`] : []))
    .join(", ");
  const step = [...channels.values()][0]?.step ?? 1;
  const pictures = Math.max(1, Math.round(seconds / step));
  const most = Math.max(0, ...[...countBy(boxes)].map(([, n]) => n));
  const best = Math.max(0, ...boxes.map((box) => box.score));
  const what = counts.map(countMeaning).join(" and ");
  const seen = most > 0 ? `: ${most === 1 ? "one box" : `${most} boxes`}, the surest ${percent(best)}` : "";
  const unsure = counts.find((count) => count.narrower);
  const told = unsure
    ? `; whether it is “${unsure.name}” is not told apart from ${unsure.labels.join(", ")}`
    : "";
  return `${what} in ${pictures === 1 ? "a picture" : `${pictures} pictures`}${seen} (${by})${told}`;
}

const countBy = (boxes: readonly FrameBox[]): Map<number, number> => {
  const found = new Map<number, number>();
  for (const { frame } of boxes) found.set(frame, (found.get(frame) ?? 0) + 1);
  return found;
};

/** People, by an object detector, in at least half of a stretch: how many at once at most, and the boxes that show it. */
export function peopleIn(
  file: FileData,
  range: { readonly start: number; readonly end: number },
): { readonly atOnce: number; readonly boxes: readonly FrameBox[] } | undefined {
  const people: ThingCount = {
    kind: "object",
    labels: ["person"],
    name: "people",
    least: 1,
    most: Infinity,
    narrower: false,
  };
  const sights = sightsOf(people, file).filter(
    (one) => one.sure >= 0.6 && one.from < range.end && one.to > range.start,
  );
  const step = file.objects?.step ?? 1;
  const counts: number[] = [];
  for (let at = range.start + step / 2; at < range.end; at += step)
    counts.push(sights.filter((one) => one.from <= at && one.to > at).length);
  if (counts.length === 0 || counts.filter((n) => n > 0).length < counts.length / 2) return undefined;
  const atOnce = Math.max(...counts);
  const peak = range.start + (counts.indexOf(atOnce) + 0.5) * step;
  return { atOnce, boxes: bestBoxes(sights, peak, peak + 0.02, peak) };
}

/** How many of the things there are at once at most, and how many came and went. Undefined without the detector. */
export function thingTally(
  things: ThingQuestion,
  { file, grid }: Reader,
): { readonly atOnce: number; readonly tracks: number } | undefined {
  const [count] = things.counts;
  const channel = count && channelOf(count, file);
  if (!count || !channel) return undefined;
  const present = new Uint16Array(grid.count);
  const tracks = new Set<string>();
  for (const { from, to } of sightsOf(count, file))
    for (
      let i = Math.max(0, Math.round(from / grid.step));
      i < Math.min(grid.count, Math.round(to / grid.step));
      i++
    )
      present[i]!++;
  channel.tracks.forEach((track, i) => {
    if (count.labels.includes(track.label) && track.seen.some((seen) => fits(count, seen, track.label)))
      tracks.add(String(i));
  });
  return { atOnce: present.reduce((most, n) => Math.max(most, n), 0), tracks: tracks.size };
}
