import type { Concept } from "../questions/concepts.ts";
import { painted, quantile } from "./grid.ts";
import { clamp, length, percent, secondsText, type Evidence, type Hit, type Unusable } from "./hit.ts";
import { levelEvidence } from "./level.ts";
import { noPictureCurves, type Reader } from "./reader.ts";

/** A shot between two boundaries, in seconds. */
export interface Shot {
  readonly start: number;
  readonly end: number;
}

/** The shots of a file; a gradual transition belongs to neither side. Undefined while its cuts are not known. */
export function shotsOf({ file, grid }: Reader): Shot[] | undefined {
  if (!file.shots) return undefined;
  const end = Math.min(file.duration, file.timeOf(file.frameCount), grid.count * grid.step);
  const shots: Shot[] = [];
  let start = 0;
  for (const boundary of [...file.shots].sort((a, b) => a.frame - b.frame)) {
    const [from, to] = [
      file.timeOf(boundary.frame),
      file.timeOf(Math.max(boundary.frame, boundary.endFrame)),
    ];
    if (from > start) shots.push({ start, end: from });
    start = boundary.kind === "cut" ? from : to;
  }
  if (end > start) shots.push({ start, end });
  return shots;
}

/** Cuts, dissolves, fades, and shots by their length. */
export function editingEvidence(concept: Concept, reader: Reader): Evidence | Unusable {
  const { file, grid } = reader;
  if (concept === "shot.fadeIn" || concept === "shot.fadeOut" || concept === "shot.fade")
    return fades(concept, reader);
  const shots = shotsOf(reader);
  if (!shots || !file.shots)
    return file.frameCount === 0
      ? noPictureCurves(file)
      : { unusable: `the cuts of ${file.file} are not indexed yet`, needs: "index" };
  const nature = concept === "shot.rapid" ? "state" : "event";
  let hits: Hit[];
  if (concept === "shot.cut" || concept === "shot.dissolve" || concept === "shot.change")
    hits = boundaryHits(concept, reader);
  else {
    const median = quantile(shots.map(length), 0.5);
    const long = Math.max(4, 1.6 * median);
    const short = Math.min(2, 0.7 * median);
    const numbered = shots.map((shot, i) => ({ ...shot, n: i + 1 }));
    const wanted =
      concept === "shot.long"
        ? numbered.filter((shot) => length(shot) >= long)
        : concept === "shot.short"
          ? numbered.filter((shot) => length(shot) <= short)
          : numbered;
    hits =
      concept === "shot.rapid"
        ? rapid(shots)
        : wanted.map((shot) => {
            const text = `shot ${shot.n} of ${shots.length}, ${secondsText(length(shot))} long`;
            const grounds = [
              { source: "shot" as const, text, score: 0.95, at: [(shot.start + shot.end) / 2] },
            ];
            return { start: shot.start, end: shot.end, score: 0.95, grounds };
          });
  }
  return { hits, nature, curve: painted(hits, grid) };
}

function boundaryHits(concept: Concept, { file }: Reader): Hit[] {
  const hits: Hit[] = [];
  for (const boundary of file.shots ?? []) {
    if (concept === "shot.cut" && boundary.kind !== "cut") continue;
    if (concept === "shot.dissolve" && boundary.kind !== "dissolve") continue;
    const isCut = boundary.kind === "cut";
    // A cut is the last frame of one shot and the first of the next.
    const [from, to] = isCut
      ? [Math.max(0, boundary.frame - 1), boundary.frame + 1]
      : [boundary.frame, boundary.endFrame];
    const score = clamp(0.6 + 0.35 * clamp(boundary.score), 0.6, 0.95);
    const [start, end] = [file.timeOf(from), file.timeOf(to)];
    const text = isCut
      ? `a cut before frame ${boundary.frame}`
      : `a ${boundary.kind} over ${secondsText(end - start)}`;
    hits.push({
      start,
      end,
      score,
      grounds: [{ source: "shot", text, score, at: [file.timeOf(boundary.frame)] }],
    });
  }
  return hits.sort((a, b) => a.start - b.start);
}

/** At least three shots of less than two seconds in a row. */
function rapid(shots: readonly Shot[]): Hit[] {
  const hits: Hit[] = [];
  let run: Shot[] = [];
  const close = (): void => {
    const [first, last] = [run[0], run.at(-1)];
    if (first && last && run.length >= 3) {
      const mean = (last.end - first.start) / run.length;
      const score = clamp(0.5 + 0.06 * run.length + (2 - mean) * 0.1, 0.5, 0.95);
      const text = `${run.length} shots in ${secondsText(last.end - first.start)}, ${secondsText(mean)} each`;
      hits.push({
        start: first.start,
        end: last.end,
        score,
        grounds: [{ source: "shot", text, score, at: run.map((s) => s.start) }],
      });
    }
    run = [];
  };
  for (const shot of shots)
    if (length(shot) < 2) run.push(shot);
    else close();
  close();
  return hits;
}

/** Fades from and to black: the ramp of brightness beside a black stretch. */
function fades(concept: Concept, reader: Reader): Evidence | Unusable {
  const { grid } = reader;
  const [brightness, black] = [reader.picture("brightness"), reader.picture("black")];
  if (!brightness || !black) return noPictureCurves(reader.file);
  const blacks = levelEvidence(
    black,
    { enter: 0.5, stay: 0.5, full: 1, least: 0.1, gap: 0.1 },
    grid,
    "state",
    () => ({
      ground: { source: "signal", text: "" },
    }),
  );
  const at = (i: number): number => brightness[i] ?? 0;
  const hits: Hit[] = [];
  for (const dark of blacks.hits) {
    const [first, last] = [Math.round(dark.start / grid.step), Math.round(dark.end / grid.step)];
    if (concept !== "shot.fadeIn") {
      let from = first;
      while (from > 0 && first - from < 60 && at(from - 1) > at(from) + 0.004) from--;
      // The picture counts as black a little before the last of the light has gone.
      let to = first;
      while (to < last && at(to + 1) < at(to) - 0.004) to++;
      add("out", from, to, at(from));
    }
    if (concept !== "shot.fadeOut") {
      let to = last;
      while (to < grid.count - 1 && to - last < 60 && at(to) > at(to - 1) + 0.004) to++;
      let from = last;
      while (from > first && at(from - 2) < at(from - 1) - 0.004) from--;
      add("in", from, to, at(Math.max(last, to - 1)));
    }
  }
  return { hits, nature: "event", curve: painted(hits, grid) };

  function add(way: "in" | "out", from: number, to: number, level: number): void {
    if (to - from < 3 || level < 0.05) return;
    const score = clamp(0.6 + level, 0.6, 0.95);
    const text = `fades ${way} over ${secondsText((to - from) * grid.step)}, ${way === "out" ? "from" : "to"} ${percent(level)} brightness`;
    const start = from * grid.step;
    hits.push({
      start,
      end: to * grid.step,
      score,
      grounds: [{ source: "signal", text, score, at: [start] }],
    });
  }
}
