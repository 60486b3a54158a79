import type { PictureFrame } from "../media/frames.ts";
import { createCameraPath } from "./camera/path.ts";
import { createCameraTracker } from "./camera/tracker.ts";
import { flashStrengths } from "./flash.ts";
import { createFreezeDetector, keepLongFreezes } from "./freeze.ts";
import { createGrid } from "./grid.ts";
import { colourTerms, curveStep, type PictureCurve } from "./names.ts";
import { createPictureScanner } from "./picture-scan.ts";
import { createGrey, halveLuma, type Grey } from "./pyramid.ts";
import { createSeries } from "./series.ts";
import { sharpness } from "./sharpness.ts";

export interface SignalResult {
  readonly step: number;
  readonly start: number;
  readonly curves: Record<PictureCurve, Float32Array>;
}

export interface SignalMeter {
  push(frame: PictureFrame): void;
  finish(durationSeconds: number): SignalResult;
}

/** Shortest time between two pictures that motion is measured over: slow moves show, and shake up to 7 Hz. */
const motionStep = 1 / 15.5;
const plainNames = [
  "brightness",
  "contrast",
  "saturation",
  "sharpness",
  "motion",
  "black",
  "freeze",
] as const;

/**
 * Measures small frames as they are decoded; every frame must be of the given size. Values are means over the frames
 * of each grid step; steps without a frame hold the last value. Grows by 150 bytes for each 0.1 s, nothing else.
 */
export function createSignalMeter(size: { width: number; height: number; frameRate: number }): SignalMeter {
  const { width, height } = size;
  const pixels = width * height;
  const scanner = createPictureScanner(width, height);
  const half = (): Grey => createGrey(width >> 1, height >> 1);
  let [now, before] = [half(), half()];
  const camera = createCameraTracker(width >> 1, height >> 1);
  const path = createCameraPath(width >> 1, height >> 1);
  const frozen = createFreezeDetector(width, height);
  const grid = createGrid(curveStep, plainNames.length + colourTerms.length);
  const times = createSeries();
  const luma = createSeries();
  const values = new Float32Array(plainNames.length + colourTerms.length);
  let measured = Number.NEGATIVE_INFINITY;
  let [crisp, moving] = [0, 0];

  const measure = (plane: Uint8Array, time: number) => {
    [now, before] = [before, now];
    halveLuma(plane, width, now);
    const motion = camera.track(now);
    if (measured !== Number.NEGATIVE_INFINITY) {
      path.add(motion, measured, time);
      moving = changed(now, before);
    }
    crisp = sharpness(plane, width, height, now);
    measured = time;
  };

  return {
    push(frame) {
      const scan = scanner.scan(frame);
      // The size of a frame's time step decides: high frame rates are thinned out.
      if (frame.time - measured >= motionStep || frame.time < measured) measure(scan.luma, frame.time);
      const mean = scan.sum / pixels;
      const share = scan.dark / pixels;
      values[0] = mean / 255;
      values[1] = Math.sqrt(Math.max(0, scan.squares / pixels - mean * mean)) / 255;
      values[2] = scan.saturation / pixels / 255;
      values[3] = crisp;
      values[4] = moving;
      values[5] = Math.min(1, Math.max(0, (share - 0.9) / 0.08)) * Math.min(1, Math.max(0, (30 - mean) / 10));
      values[6] = frozen.push(scan.luma) ? 1 : 0;
      for (let c = 0; c < colourTerms.length; c++) values[7 + c] = (scan.colours[c] as number) / pixels;
      grid.add(frame.time, values);
      times.push(frame.time);
      luma.push(mean / 255);
    },
    finish(durationSeconds) {
      const steps = Math.max(0, Math.ceil(durationSeconds / curveStep - 1e-6));
      const columns = grid.finish(steps);
      const column = (i: number) => columns[i] ?? new Float32Array(steps);
      const moves = path.finish(steps, curveStep);
      const flash = new Float32Array(steps);
      for (const [i, strength] of flashStrengths(times.view(), luma.view()).entries()) {
        const at = Math.floor((times.view()[i] ?? 0) / curveStep + 1e-6);
        if (at >= 0 && at < steps) flash[at] = Math.max(flash[at] ?? 0, strength);
      }
      const curves = {
        brightness: column(0),
        contrast: column(1),
        saturation: column(2),
        sharpness: column(3),
        motion: column(4),
        black: column(5),
        freeze: keepLongFreezes(column(6), curveStep),
        flash,
        "camera.panLeft": moves.panLeft,
        "camera.panRight": moves.panRight,
        "camera.tiltUp": moves.tiltUp,
        "camera.tiltDown": moves.tiltDown,
        "camera.zoomIn": moves.zoomIn,
        "camera.zoomOut": moves.zoomOut,
        "camera.static": moves.still,
        "camera.shake": moves.shake,
        ...Object.fromEntries(colourTerms.map((term, c) => [`colour.${term}`, column(7 + c)])),
      } as Record<PictureCurve, Float32Array>;
      return { step: curveStep, start: 0, curves };
    },
  };
}

/** Share of the picture that differs by more than 10 levels. */
function changed(a: Grey, b: Grey): number {
  let count = 0;
  for (let i = 0; i < a.data.length; i++) {
    const d = (a.data[i] as number) - (b.data[i] as number);
    if (d > 40 || d < -40) count++;
  }
  return count / a.data.length;
}
