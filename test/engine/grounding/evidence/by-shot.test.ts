import { describe, expect, it } from "vitest";
import { byShot } from "../../../../main/engine/grounding/evidence/by-shot.ts";

describe("byShot", () => {
  it("gives each shot its mean, without what lies a second from its cuts", () => {
    // One value per half second; cuts at 3 s and 7 s. Beside the cuts the curve is half of either shot.
    const curve = Float32Array.from([1, 1, 1, 1, 5, 5, 5, 5, 9, 9, 9, 9, 5, 5, 0, 0, 0, 0, 0, 0]);
    const shots = byShot(curve, 0.5, [3, 7]);
    expect([...shots.subarray(0, 6)]).toEqual(Array(6).fill(1));
    expect([...shots.subarray(6, 14)]).toEqual(Array(8).fill((9 * 4) / 4));
    expect([...shots.subarray(14)]).toEqual(Array(6).fill(0));
  });

  it("takes a shot shorter than two seconds as it is, and a film without cuts as one shot", () => {
    expect([...byShot(Float32Array.from([2, 4, 8, 8]), 0.5, [1])]).toEqual([3, 3, 8, 8]);
    expect([...byShot(Float32Array.from([7, 1, 2, 3, 4, 9]), 0.5, [])]).toEqual(Array(6).fill(2.5));
    expect([...byShot(new Float32Array(), 0.5, [])]).toEqual([]);
  });

  it("outlives bounds beyond the curve, and two at one place", () => {
    const out = byShot(Float32Array.from([1, 2, 3, 4]), 1, [0, 2, 2, 40]);
    expect([...out]).toEqual([1.5, 1.5, 3.5, 3.5]);
  });

  it("keeps what comes and goes in a long take, and leaves a short shot beside it level", () => {
    const curve = Float32Array.from({ length: 140 }, (_, i) => (i >= 60 && i < 80 ? 1 : 0));
    curve.fill(0.5, 120);
    const means = byShot(curve, 0.5, [60]);
    expect(means[70]).toBeGreaterThan(0.55);
    expect([means[10], means[110]]).toEqual([0, 0]);
    expect(new Set(means.subarray(120))).toEqual(new Set([0.5]));
  });
});
