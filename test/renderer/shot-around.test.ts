import { describe, expect, test } from "vitest";
import { shotAround } from "../../renderer/annotations/shot-around.ts";

describe("the shot that A marks", () => {
  // A cut at 4 s, a dissolve from 8 to 9 s.
  const shots = [
    { start: 1, end: 4 },
    { start: 4, end: 8 },
    { start: 9, end: 12 },
  ];
  test("is the one on screen; the frame of a cut belongs to the shot that begins there", () => {
    expect(shotAround(shots, 3.99)).toBe(shots[0]);
    expect(shotAround(shots, 4)).toBe(shots[1]);
    // Less than a tenth of a millisecond before the cut is rounding.
    expect(shotAround(shots, 4 - 5e-5)).toBe(shots[1]);
  });
  test("within a dissolve it is the nearer one, not a single frame", () => {
    expect(shotAround(shots, 8.3)).toBe(shots[1]);
    expect(shotAround(shots, 8.8)).toBe(shots[2]);
  });
  test("there is none before the first, after the last and where none are known", () => {
    expect(shotAround(shots, 0.5)).toBeUndefined();
    expect(shotAround(shots, 12.5)).toBeUndefined();
    expect(shotAround([], 3)).toBeUndefined();
  });
});
