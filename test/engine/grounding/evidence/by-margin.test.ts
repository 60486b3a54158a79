import { describe, expect, it } from "vitest";
import { byMargin } from "../../../../main/engine/grounding/evidence/by-margin.ts";

describe("a curve with margins", () => {
  it("has a part of its shot's margin added all through the shot", async () => {
    const asked: [number, number][] = [];
    const out = await byMargin(Float32Array.from([1, 2, 3, 4, 5, 6]), 0.5, [1, 2], 0.5, (start, end) => {
      asked.push([start, end]);
      return Promise.resolve(start === 1 ? -2 : 1);
    });
    expect(asked).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect([...out]).toEqual([1.5, 2.5, 2, 3, 5.5, 6.5]);
  });

  it("leaves the curve that it was given alone, and takes cuts beside its ends", async () => {
    const curve = Float32Array.from([1, 2, 3, 4]);
    const out = await byMargin(curve, 1, [0, 2, 2, 40], 1, (start) => Promise.resolve(start));
    expect([...curve]).toEqual([1, 2, 3, 4]);
    expect([...out]).toEqual([1, 2, 5, 6]);
    expect([...(await byMargin(new Float32Array(), 1, [], 1, () => Promise.resolve(1)))]).toEqual([]);
  });

  it("in a long take each piece has its own, of the seconds around it and never of the next shot", async () => {
    const asked: [number, number][] = [];
    const out = await byMargin(new Float32Array(104), 0.5, [40], 1, (start, end) => {
      asked.push([start, end]);
      return Promise.resolve(start);
    });
    expect(asked).toEqual([
      [0, 16],
      [4, 20],
      [12, 28],
      [20, 36],
      [24, 40],
      [40, 52],
    ]);
    // Pieces of eight seconds: the third lies from 16 to 24 s.
    expect([out[31], out[32], out[47], out[48]]).toEqual([4, 12, 12, 20]);
  });
});
