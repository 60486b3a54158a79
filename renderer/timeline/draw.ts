import { drawBegun, drawNotes } from "./draw-notes.ts";
import { drawSignals } from "./draw-signals.ts";
import { fitText } from "./fit-text.ts";
import { secondsAt, xOf, pixelsPerSecond } from "./geometry.ts";
import type { Layer, LayerName } from "./layers.ts";
import { ticks } from "./ruler.ts";
import type { DrawnMoment, Scene } from "./scene.ts";
import { onePerPixel, visible } from "./visible.ts";

type Pen = CanvasRenderingContext2D;

const drawers: Readonly<Record<LayerName, (pen: Pen, scene: Scene, layer: Layer) => void>> = {
  ruler: drawRuler,
  film: drawFilm,
  wave: drawWave,
  signals: drawSignals,
  shots: drawShots,
  words: drawWords,
  notes: drawNotes,
  score: drawScore,
};

/** Draws the timeline but for the playhead and the pointer, which move on a canvas of their own. */
export function draw(pen: Pen, scene: Scene): void {
  const { view, palette, height } = scene;
  pen.fillStyle = palette.ground;
  pen.fillRect(0, 0, view.width, height);
  for (const layer of scene.layers) {
    pen.save();
    pen.beginPath();
    pen.rect(0, layer.top, view.width, layer.height);
    pen.clip();
    if (layer.name !== "ruler") {
      pen.fillStyle = palette.lane;
      pen.fillRect(0, layer.top, view.width, layer.height);
    }
    drawers[layer.name](pen, scene, layer);
    if (layer.name === "notes") drawBegun(pen, scene, layer);
    pen.restore();
  }
  drawBeyond(pen, scene);
  drawRange(pen, scene);
}

function drawRuler(pen: Pen, { view, display, frames, clock, palette }: Scene, layer: Layer): void {
  pen.font = `11px ${palette.font}`;
  pen.textBaseline = "middle";
  const bottom = layer.top + layer.height;
  for (const tick of ticks(view, display, frames, clock)) {
    const x = Math.round(xOf(view, tick.time)) + 0.5;
    const tall = tick.label !== undefined;
    pen.strokeStyle = palette.line;
    pen.beginPath();
    pen.moveTo(x, bottom - (tall ? 8 : 4));
    pen.lineTo(x, bottom);
    pen.stroke();
    if (tick.label === undefined) continue;
    // Half a number at the edge would be read as another one.
    if (x > 0 && x + 4 + pen.measureText(tick.label).width > view.width) continue;
    pen.fillStyle = palette.text;
    pen.fillText(tick.label, x + 4, layer.top + 9);
  }
}

/** Tiles stand at round times, so that they keep their places while the view moves. */
function drawFilm(
  pen: Pen,
  { view, frames, aspect, thumbnails, thumbnailVersion, mediaId, duration, palette }: Scene,
  layer: Layer,
): void {
  if (frames.count === 0) return;
  const tile = layer.height * aspect;
  const wanted = tile / pixelsPerSecond(view);
  // Steps of a fourth of an octave: few distinct pictures while zooming, and none stretched by more than a fifth.
  const step = 0.04 * 2 ** (Math.ceil(Math.log2(Math.max(1, wanted / 0.04)) * 4) / 4);
  const width = step * pixelsPerSecond(view);
  for (let n = Math.floor(view.start / step); n * step < Math.min(view.end, duration); n++) {
    const time = n * step;
    const x = xOf(view, time);
    // Stills stand for their middle; the last one for what is left.
    const image = thumbnails.get(mediaId, Math.min(duration, time + step / 2), thumbnailVersion);
    if (image) {
      const shown = Math.max(tile, width);
      const scale = Math.max(shown / image.naturalWidth, layer.height / image.naturalHeight);
      const [w, h] = [width / scale, layer.height / scale];
      pen.drawImage(
        image,
        Math.max(0, (image.naturalWidth - w) / 2),
        Math.max(0, (image.naturalHeight - h) / 2),
        Math.min(w, image.naturalWidth),
        Math.min(h, image.naturalHeight),
        x,
        layer.top,
        width,
        layer.height,
      );
    }
    pen.fillStyle = palette.ground;
    pen.fillRect(x - 0.5, layer.top, 1, layer.height);
  }
}

function drawWave(pen: Pen, { view, wave, palette }: Scene, layer: Layer): void {
  if (!wave || wave.peaks.length === 0) return;
  const perPeak = (wave.end - wave.start) / wave.peaks.length;
  const middle = layer.top + layer.height / 2;
  pen.fillStyle = palette.wave;
  for (let x = 0; x < view.width; x++) {
    const from = Math.floor((secondsAt(view, x) - wave.start) / perPeak);
    const to = Math.max(from + 1, Math.ceil((secondsAt(view, x + 1) - wave.start) / perPeak));
    if (secondsAt(view, x) > wave.end) break;
    let [most, sum, count] = [0, 0, 0];
    for (let i = Math.max(0, from); i < Math.min(to, wave.peaks.length); i++) {
      const peak = wave.peaks[i] ?? 0;
      most = Math.max(most, peak);
      sum += peak;
      count++;
    }
    // Loudness is heard by its logarithm: a root keeps quiet speech visible. The loudest of a column pale behind its mean: of an
    // hour on a screen the loudest alone would be one block.
    pen.globalAlpha = 0.4;
    drawColumn(pen, x, middle, most, layer.height);
    pen.globalAlpha = 1;
    drawColumn(pen, x, middle, count > 0 ? sum / count : 0, layer.height);
  }
}

const drawColumn = (pen: Pen, x: number, middle: number, peak: number, height: number): void => {
  const h = Math.max(1, peak ** 0.6 * (height - 4));
  pen.fillRect(x, middle - h / 2, 1, h);
};

function drawShots(pen: Pen, { view, shots, longestShot, palette }: Scene, layer: Layer): void {
  const dense = onePerPixel();
  for (const shot of visible(shots, longestShot, view.start, view.end)) {
    const [from, to] = [xOf(view, shot.start), xOf(view, shot.end)];
    if (to - from < 2 && !dense(from)) continue;
    pen.fillStyle = shot.odd ? palette.shotB : palette.shotA;
    pen.fillRect(from + 0.5, layer.top + 1, Math.max(1, to - from - 1), layer.height - 2);
  }
}

function drawWords(pen: Pen, { view, cues, longestCue, palette }: Scene, layer: Layer): void {
  pen.font = `11px ${palette.font}`;
  pen.textBaseline = "middle";
  const dense = onePerPixel();
  const widthOf = (text: string): number => pen.measureText(text).width;
  for (const cue of visible(cues, longestCue, view.start, view.end)) {
    const [from, to] = [xOf(view, cue.start), xOf(view, cue.end)];
    const width = Math.max(2, to - from - 1);
    pen.fillStyle = palette.word;
    if (width < 6) {
      if (dense(from)) pen.fillRect(from, layer.top + 1, width, layer.height - 2);
      continue;
    }
    pen.beginPath();
    pen.roundRect(from, layer.top + 1, width, layer.height - 2, 3);
    pen.fill();
    if (width < 24) continue;
    const left = Math.max(from, 0) + 5;
    const text = fitText(cue.text.replaceAll(/\s+/g, " "), from + width - 4 - left, widthOf);
    pen.fillStyle = palette.wordText;
    pen.fillText(text, left, layer.top + layer.height / 2 + 0.5);
  }
}

/** The question's score as a curve, the moments as bars whose height and strength say how sure they are. */
function drawScore(pen: Pen, scene: Scene, layer: Layer): void {
  const { view, curve, palette, hint } = scene;
  const bottom = layer.top + layer.height;
  if (hint !== "" && layer.height > 20) {
    pen.font = `11px ${palette.font}`;
    pen.textBaseline = "middle";
    pen.textAlign = "center";
    pen.fillStyle = palette.faint;
    pen.fillText(hint, view.width / 2, layer.top + layer.height / 2);
    pen.textAlign = "start";
  }
  if (curve && curve.values.length > 0) {
    pen.beginPath();
    pen.moveTo(0, bottom);
    for (let x = 0; x <= view.width; x += 1) {
      const from = Math.floor(secondsAt(view, x) / curve.step);
      const to = Math.max(from + 1, Math.ceil(secondsAt(view, x + 1) / curve.step));
      let most = 0;
      for (let i = Math.max(0, from); i < Math.min(to, curve.values.length); i++)
        most = Math.max(most, curve.values[i] ?? 0);
      pen.lineTo(x, bottom - most * (layer.height - 14));
    }
    pen.lineTo(view.width, bottom);
    pen.closePath();
    pen.fillStyle = palette.curve;
    pen.fill();
  }
  for (const m of surestPerPixel(scene)) {
    const from = xOf(view, m.start);
    const width = Math.max(3, xOf(view, m.end) - from);
    if (m.cited) {
      drawBracket(pen, scene, from, layer.top + 14, width);
      drawNote(pen, scene, from, layer.top + 13, m.notes);
      continue;
    }
    const h = 14 + m.confidence * (layer.height - 30);
    pen.globalAlpha = m.chosen ? 0.95 : m.weak ? 0.3 : 0.4 + 0.4 * m.confidence;
    pen.fillStyle = m.chosen ? palette.chosen : m.weak ? palette.weak : palette.moment;
    if (width < 6) pen.fillRect(from, bottom - h, width, h);
    else {
      pen.beginPath();
      pen.roundRect(from, bottom - h, width, h, [3, 3, 0, 0]);
      pen.fill();
    }
    pen.globalAlpha = 1;
    if (m.notes.length > 0) drawNote(pen, scene, from, bottom - h - 2, m.notes);
  }
}

/** Moments in view; of those thinner than they are drawn, the surest on each pixel. The chosen and the cited always. */
function surestPerPixel({ view, moments, longestMoment }: Scene): DrawnMoment[] {
  const out: DrawnMoment[] = [];
  const best = new Map<number, number>();
  const scale = pixelsPerSecond(view);
  for (const m of visible(moments, longestMoment, view.start, view.end)) {
    if (m.chosen || m.cited || m.notes.length > 0 || (m.end - m.start) * scale >= 3) {
      out.push(m);
      continue;
    }
    const pixel = Math.floor(xOf(view, m.start));
    const at = best.get(pixel);
    if (at === undefined) {
      best.set(pixel, out.length);
      out.push(m);
    } else if ((out[at]?.confidence ?? 0) < m.confidence) out[at] = m;
  }
  return out;
}

/** The stretch that a footnote covers. */
function drawBracket(pen: Pen, { palette }: Scene, x: number, top: number, width: number): void {
  pen.strokeStyle = palette.note;
  pen.globalAlpha = 0.7;
  pen.beginPath();
  pen.moveTo(x + 0.5, top + 6);
  pen.lineTo(x + 0.5, top + 0.5);
  pen.lineTo(x + width - 1.5, top + 0.5);
  pen.lineTo(x + width - 1.5, top + 6);
  pen.stroke();
  pen.globalAlpha = 1;
}

/** A footnote's number above its moment. */
function drawNote(pen: Pen, { palette }: Scene, x: number, bottom: number, notes: readonly number[]): void {
  const text = notes.join(", ");
  pen.font = `600 10px ${palette.font}`;
  pen.textBaseline = "middle";
  const width = pen.measureText(text).width + 8;
  pen.fillStyle = palette.note;
  pen.beginPath();
  pen.roundRect(x, bottom - 13, width, 13, 3);
  pen.fill();
  pen.fillStyle = palette.ground;
  pen.fillText(text, x + 4, bottom - 6);
}

/** What is not indexed yet is hatched, so that an empty stretch is not taken for "nothing there". */
function drawBeyond(pen: Pen, { view, searchable, duration, height, palette, layers }: Scene): void {
  if (searchable >= duration - 0.05) return;
  const from = Math.max(0, xOf(view, searchable));
  const to = Math.min(view.width, xOf(view, duration));
  const top = (layers[0]?.height ?? 0) + 3;
  if (to <= from) return;
  pen.save();
  pen.beginPath();
  pen.rect(from, top, to - from, height - top);
  pen.clip();
  pen.globalAlpha = 0.5;
  pen.strokeStyle = palette.line;
  for (let x = Math.floor(from / 10) * 10 - height; x < to; x += 10) {
    pen.beginPath();
    pen.moveTo(x, height);
    pen.lineTo(x + height, 0);
    pen.stroke();
  }
  pen.restore();
}

function drawRange(pen: Pen, { view, marks, palette, height }: Scene): void {
  if (marks.in === undefined && marks.out === undefined) return;
  const from = marks.in === undefined ? -1 : xOf(view, marks.in);
  const to = marks.out === undefined ? view.width + 1 : xOf(view, marks.out);
  if (marks.in !== undefined && marks.out !== undefined) {
    pen.fillStyle = palette.range;
    pen.globalAlpha = 0.16;
    pen.fillRect(from, 0, to - from, height);
    pen.globalAlpha = 1;
  }
  pen.fillStyle = palette.range;
  for (const [x, side] of [
    [from, 1],
    [to, -1],
  ] as const) {
    if (x < 0 || x > view.width) continue;
    pen.fillRect(x - 0.75, 0, 1.5, height);
    pen.beginPath();
    pen.moveTo(x, 0);
    pen.lineTo(x + side * 8, 0);
    pen.lineTo(x, 10);
    pen.closePath();
    pen.fill();
  }
}
