import type { Annotation } from "../../contract/annotations.ts";
import { AnnotationId, MediaId, TierId } from "../../contract/ids.ts";
import type { Moment } from "../../contract/moments.ts";
import { draw } from "../../renderer/timeline/draw.ts";
import { panBy, wholeView, zoomAt, type View } from "../../renderer/timeline/geometry.ts";
import { layersFor } from "../../renderer/timeline/layers.ts";
import type { Palette } from "../../renderer/timeline/palette.ts";
import type { DrawnMoment, DrawnNote, Scene } from "../../renderer/timeline/scene.ts";
import { longestOf } from "../../renderer/timeline/visible.ts";
import { frameMapOf } from "../../renderer/time/frame-map.ts";

declare global {
  interface Window {
    /** Milliseconds of script for each frame of a run of zooming and scrolling. */
    measureTimeline: (width: number, height: number, frames: number) => Promise<number[]>;
  }
}

const duration = 3 * 3600;
const rate = 25;
let seed = 7;
const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
const sorted = (count: number, length: number): { start: number; end: number }[] =>
  Array.from({ length: count }, () => {
    const start = random() * (duration - length);
    return { start, end: start + (0.2 + random()) * length };
  }).sort((a, b) => a.start - b.start);

const spans = sorted(10_000, 6);
const moments: DrawnMoment[] = spans.map(({ start, end }, i) => ({
  key: String(i),
  start,
  end,
  confidence: random(),
  weak: i % 3 === 0,
  cited: false,
  chosen: i === 5000,
  moment: {} as Moment,
  notes: i % 500 === 0 ? [i / 500 + 1] : [],
}));
const cues = sorted(20_000, 3).map((s, i) => ({
  ...s,
  text: `words of line ${i}, some of them long`,
  source: "subtitle" as const,
}));
const shots = sorted(4000, 3).map((s, i) => ({
  ...s,
  startFrame: Math.floor(s.start * rate),
  odd: i % 2 === 1,
}));
const tiers = ["Shots", "Speech", "Checks"].map((name, position) => ({
  id: TierId.parse(`l_${name.toLowerCase()}-tier`), name, colour: position, labels: [], locked: false, hidden: false, position,
})); // prettier-ignore
/** Ten thousand annotations in three tiers. */
const notes = Array.from({ length: 10_000 }, (_, i): DrawnNote => {
  const [from, row] = [i * 27, i % 3];
  const to = from + 10 + Math.floor(random() * 40);
  const range = { start: from, end: to, timeBase: { num: 1, den: rate } };
  const id = AnnotationId.parse(`a_note-${i}`);
  const tierId = tiers[row]?.id ?? TierId.parse("l_no-tier");
  const place = { from, to, start: from / rate, end: to / rate };
  const annotation: Annotation = { id, mediaId: MediaId.parse("m_three-hours"), tierId, range, start: place.start, end: place.end, startFrame: from, endFrame: to, label: "a label", note: "", review: "unreviewed", origin: { by: "person" }, version: 1, changedAt: 0 }; // prettier-ignore
  return { id, tierId, row, colour: row, locked: false, ...place, label: "a label", review: "unreviewed", proposed: i % 4 === 0, chosen: i === 500, annotation }; // prettier-ignore
});
const curve = Array.from({ length: 2000 }, random);
const wave = { peaks: Array.from({ length: 8192 }, random), start: 0, end: duration };
const signals = {
  curves: ["Movement", "Loudness"].map((name) => ({ name, values: Array.from({ length: 6000 }, random) })),
  step: duration / 6000,
  start: 0,
};
const frameMap = frameMapOf({ timeBase: { num: 1, den: rate }, count: duration * rate, runs: [[0, 1], [1, duration * rate - 1]], keys: [0] }); // prettier-ignore
const palette = new Proxy({ font: "sans-serif" } as unknown as Palette, {
  get: (target, name) =>
    name === "font" ? target.font : name === "tiers" ? ["#6aa9ff", "#e58ab6", "#8fce6a"] : "#38bfae",
});
// A picture of the size of a thumbnail stands for all of them.
const picture = document.createElement("canvas");
picture.width = 240;
picture.height = 135;
const image = Object.assign(new Image(240, 135), { src: picture.toDataURL() });

window.measureTimeline = async (width, height, frames) => {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  document.body.replaceChildren(canvas);
  const pen = canvas.getContext("2d", { alpha: false });
  if (!pen) throw new Error("no canvas");
  const layers = layersFor(
    height,
    new Set(["film", "wave", "signals", "shots", "words", "notes", "score"]),
    tiers.length,
  );
  let view: View = wholeView(duration, width);
  const times: number[] = [];
  for (let i = 0; i < frames; i++) {
    // In to single frames and out again, scrolling on the way.
    const phase = (i / frames) * 4;
    view = zoomAt(
      view,
      width * (0.3 + 0.4 * Math.sin(i / 40)),
      phase % 2 < 1 ? 1.06 : 1 / 1.06,
      duration,
      rate,
    );
    view = panBy(view, 30 * Math.sin(i / 25), duration, rate);
    // As in the window: a picture for each frame of the screen, painted in between.
    await new Promise((next) => requestAnimationFrame(next));
    const began = performance.now();
    const scene: Scene = {
      view,
      height,
      layers,
      palette,
      mediaId: MediaId.parse("m_three-hours"),
      duration,
      display: "timecode",
      frames: frameMap,
      clock: undefined,
      aspect: 16 / 9,
      thumbnails: { get: () => image },
      thumbnailVersion: "",
      shots,
      longestShot: longestOf(shots),
      cues,
      longestCue: longestOf(cues),
      wave,
      signals,
      curve: { values: curve, step: duration / curve.length },
      hint: "",
      moments,
      longestMoment: longestOf(moments),
      notes,
      longestNote: longestOf(notes),
      tiers,
      begun: undefined,
      searchable: duration,
      marks: { in: 100, out: 200 },
    };
    draw(pen, scene);
    times.push(performance.now() - began);
  }
  return times;
};
