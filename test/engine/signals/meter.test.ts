import { describe, expect, it } from "vitest";
import { colourTerm } from "../../../main/engine/signals/colour-table.ts";
import { createSignalMeter } from "../../../main/engine/signals/meter.ts";
import type { PictureCurve } from "../../../main/engine/signals/names.ts";
import { spansAbove, spansBelow } from "../../../main/engine/signals/spans.ts";
import { patch } from "../smooth-noise.ts";

const [width, height] = [128, 72];

/** A world of patches seen through a camera, with a disc that crosses in front of it. */
function view(x0: number, y0: number, scale: number, disc?: number): Uint8Array {
  const out = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const u = x0 + (x - width / 2) * scale;
      const v = y0 + (y - height / 2) * scale;
      let value = 230 * (0.5 * patch(u, v, 7, 1) + 0.5 * patch(u, v, 29, 2));
      if (disc !== undefined && (x - disc) ** 2 + (y - 40) ** 2 < 400)
        value = 60 + 50 * Math.sin((x - disc) * 0.5 + y * 0.4);
      out.fill(Math.min(255, Math.max(0, value)), (y * width + x) * 3, (y * width + x) * 3 + 3);
    }
  return out;
}

function measure(frames: number, draw: (n: number) => Uint8Array) {
  const meter = createSignalMeter({ width, height, frameRate: 25 });
  for (let n = 0; n < frames; n++)
    meter.push({ index: n, pts: n, time: n / 25, width, height, data: draw(n) });
  const { curves } = meter.finish(frames / 25);
  return (name: PictureCurve) => {
    const inner = curves[name].subarray(3, curves[name].length - 3);
    return inner.reduce((a, b) => a + b, 0) / Math.max(1, inner.length);
  };
}

describe("signal meter", () => {
  it("takes no cut for a camera move", () => {
    // Two places that stand still, cut to and fro: what matches across a cut matches by chance.
    const mean = measure(75, (n) => view(n % 50 < 25 ? 0 : 400, n % 50 < 25 ? 0 : 300, 1));
    for (const name of ["panLeft", "panRight", "tiltUp", "tiltDown", "zoomIn", "zoomOut", "shake"] as const)
      expect(mean(`camera.${name}`), name).toBeLessThan(0.02);
    expect(mean("camera.static")).toBeGreaterThan(0.9);
  });

  it.each([
    ["camera.panRight", (n: number) => view(n * 0.6, 0, 1, 30 + n)],
    ["camera.panLeft", (n: number) => view(-n * 0.6, 0, 1, 90 - n)],
    ["camera.tiltUp", (n: number) => view(0, -n * 0.4, 1, 30 + n)],
    ["camera.tiltDown", (n: number) => view(0, n * 0.4, 1, 30 + n)],
    ["camera.zoomIn", (n: number) => view(0, 0, Math.exp(-n * 0.004), 30 + n)],
    ["camera.zoomOut", (n: number) => view(0, 0, Math.exp(n * 0.004), 30 + n)],
    ["camera.static", (n: number) => view(0, 0, 1, 20 + n * 1.2)],
    ["camera.shake", (n: number) => view(Math.sin(n * 1.1) * 2, Math.sin(n * 1.4 + 1) * 2, 1, 30 + n)],
  ] as const)("reads %s and no other move, with a thing crossing in front", (name, draw) => {
    const mean = measure(75, draw);
    expect(mean(name)).toBeGreaterThan(0.5);
    for (const other of [
      "camera.panLeft",
      "camera.panRight",
      "camera.tiltUp",
      "camera.tiltDown",
      "camera.zoomIn",
      "camera.zoomOut",
    ] as const)
      if (other !== name) expect(mean(other), other).toBeLessThan(0.4);
  });

  it("tells black, freeze and flash", () => {
    const mean = measure(50, () => new Uint8Array(width * height * 3));
    expect(mean("black")).toBeCloseTo(1);
    expect(mean("freeze")).toBeCloseTo(1);
    expect(measure(50, (n) => view(n, 0, 1))("freeze")).toBe(0);
    const meter = createSignalMeter({ width, height, frameRate: 25 });
    for (let n = 0; n < 50; n++) {
      const data = new Uint8Array(width * height * 3).fill(n === 25 ? 220 : 40);
      meter.push({ index: n, pts: n, time: n / 25, width, height, data });
    }
    const flash = meter.finish(2).curves.flash;
    expect([...flash.entries()].filter(([, v]) => v > 0.5).map(([i]) => i)).toEqual([10]);
  });

  it("sorts colours as people do", () => {
    expect(
      [
        [255, 0, 0],
        [255, 165, 0],
        [255, 255, 0],
        [0, 128, 0],
        [0, 0, 255],
        [128, 0, 128],
        [255, 105, 180],
        [139, 69, 19],
        [255, 255, 255],
        [128, 128, 128],
        [10, 10, 10],
      ].map(([r, g, b]) => colourTerm(r ?? 0, g ?? 0, b ?? 0)),
    ).toEqual([
      "red",
      "orange",
      "yellow",
      "green",
      "blue",
      "purple",
      "pink",
      "brown",
      "white",
      "grey",
      "black",
    ]);
  });
});

describe("spans", () => {
  const curve = { step: 0.1, start: 0, values: [0, 1, 1, 0, 1, 0, 0, 0, 1, 0] };
  it("closes gaps, drops what is short", () => {
    expect(
      spansAbove(curve, 0.5, 0.2, 0.1).map((s) => [s.start, s.end].map((t) => Math.round(t * 10))),
    ).toEqual([[1, 5]]);
    expect(spansBelow(curve, 0.5, 0.3).map((s) => [s.start, s.end].map((t) => Math.round(t * 10)))).toEqual([
      [5, 8],
    ]);
  });
});
