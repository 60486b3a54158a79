import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FoundBox } from "../../../main/engine/models/detectors/boxes.ts";
import { assign } from "../../../main/engine/tracks/assign.ts";
import { boxMotion } from "../../../main/engine/tracks/motion.ts";
import { decodeTracks, encodeTracks } from "../../../main/engine/tracks/track-blob.ts";
import type { StoredTracks } from "../../../main/engine/tracks/track.ts";
import { createTracker, splitAt } from "../../../main/engine/tracks/tracker.ts";

const box = (left: number, top = 0.4, score = 0.8, label = "person"): FoundBox => ({
  label,
  score,
  left,
  top,
  width: 0.1,
  height: 0.3,
});

/** Every half second one list of boxes, at 25 frames a second. */
function track(pictures: readonly (readonly FoundBox[])[]) {
  const tracker = createTracker({ sure: 0.5, step: 0.5 });
  pictures.forEach((boxes, i) => tracker.push({ frame: Math.round(i * 12.5), time: i / 2 }, boxes));
  return tracker.finish();
}

describe("pairing", () => {
  /** The best sum by trying everything. */
  const best = (likeness: readonly (readonly number[])[], least: number, row = 0, used = 0): number => {
    if (row >= likeness.length) return 0;
    let most = best(likeness, least, row + 1, used);
    likeness[row]?.forEach((value, c) => {
      if (value >= least && !(used & (1 << c)))
        most = Math.max(most, value + best(likeness, least, row + 1, used | (1 << c)));
    });
    return most;
  };
  it("finds the pairs that are best together, whatever the shape", () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) =>
          fc.array(
            fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
              minLength: columns,
              maxLength: columns,
            }),
            { minLength: rows, maxLength: rows },
          ),
        ),
        fc.double({ min: 0, max: 0.6, noNaN: true }),
        (likeness, least) => {
          const pairs = assign(likeness, least);
          expect(new Set(pairs.map(([r]) => r)).size).toBe(pairs.length);
          expect(new Set(pairs.map(([, c]) => c)).size).toBe(pairs.length);
          for (const [r, c] of pairs) expect(likeness[r]?.[c]).toBeGreaterThanOrEqual(least);
          const sum = pairs.reduce((total, [r, c]) => total + (likeness[r]?.[c] ?? 0), 0);
          expect(sum).toBeCloseTo(best(likeness, least), 9);
        },
      ),
    );
  });
  it("has nothing to pair where there is nothing", () => {
    expect(assign([], 0.1)).toEqual([]);
    expect(assign([[]], 0.1)).toEqual([]);
    expect(assign([[0.05]], 0.1)).toEqual([]);
  });
});

describe("motion", () => {
  it("expects a thing where its speed takes it, and stands by what stands still", () => {
    const moving = boxMotion(0, box(0.1));
    for (let i = 1; i <= 6; i++) moving.see(i / 2, box(0.1 + i * 0.05));
    const next = moving.at(3.5);
    expect(next.left).toBeCloseTo(0.45, 2);
    expect(next.width).toBeCloseTo(0.1, 3);
    const still = boxMotion(0, box(0.5));
    for (let i = 1; i <= 6; i++) still.see(i / 2, box(0.5 + (i % 2 ? 0.004 : -0.004)));
    expect(still.at(4).left).toBeCloseTo(0.5, 1);
  });
});

describe("tracks", () => {
  it("join what moves, and keep two apart that pass each other", () => {
    const pictures = Array.from({ length: 12 }, (_, i) => [
      box(0.05 + i * 0.06, 0.2),
      box(0.75 - i * 0.06, 0.6),
    ]);
    const tracks = track(pictures);
    expect(tracks).toHaveLength(2);
    for (const { seen } of tracks) {
      expect(seen).toHaveLength(12);
      expect(new Set(seen.map((s) => s.top)).size).toBe(1);
    }
    expect(tracks[0]?.seen[3]).toMatchObject({ frame: 38, time: 1.5 });
  });

  it("follow a fast walker who leaves no common area between two pictures", () => {
    const walker = Array.from({ length: 6 }, (_, i) => [box(0.05 + i * 0.12)]);
    expect(track(walker)).toHaveLength(1);
  });

  it("go on through weak boxes and short gaps, and begin with sure ones only", () => {
    const sure = [box(0.4)];
    const weak = [box(0.41, 0.4, 0.3)];
    expect(track([sure, weak, weak, sure, [], [], sure])).toHaveLength(1);
    expect(track([weak, weak, weak])).toEqual([]);
    expect(track([sure, sure, [], [], [], [], [], sure, sure])).toHaveLength(2);
  });

  it("leave out what was seen once without being sure, and never join different things", () => {
    expect(track([[], [box(0.1, 0.1, 0.55)], []])).toEqual([]);
    expect(track([[box(0.1, 0.1, 0.55)], [box(0.1, 0.1, 0.4)], [box(0.1, 0.1, 0.4)]])).toEqual([]);
    expect(track([[box(0.1, 0.1, 0.55)], [box(0.1, 0.1, 0.4)], [box(0.1, 0.1, 0.55)]])).toHaveLength(1);
    expect(track([[], [box(0.1, 0.1, 0.9)], []])).toHaveLength(1);
    const both = track([
      [box(0.1), box(0.1, 0.4, 0.8, "dog")],
      [box(0.1), box(0.1, 0.4, 0.8, "dog")],
    ]);
    expect(both.map((t) => t.label).sort()).toEqual(["dog", "person"]);
  });

  it("end where another shot begins", () => {
    const [one] = track(Array.from({ length: 6 }, () => [box(0.3)]));
    const parts = splitAt(one ? [one] : [], [30, 55]);
    expect(parts.map((p) => p.seen.map((s) => s.frame))).toEqual([[0, 13, 25], [38, 50], [63]]);
    expect(splitAt(one ? [one] : [], [])).toEqual([one]);
  });
});

describe("stored tracks", () => {
  const stored: StoredTracks = {
    model: { id: "tiny-objects", revision: "1", title: "Tiny" },
    labels: ["person", "dog"],
    step: 0.5,
    sure: 0.5,
    pictures: 12,
    duration: 6,
    tracks: track([
      [box(0.1), box(0.6, 0.2, 0.9, "dog")],
      [box(0.15), box(0.6, 0.2, 0.9, "dog")],
    ]),
  };
  it("come back as they were, edges to a hundred-thousandth", () => {
    const back = decodeTracks(encodeTracks(stored));
    expect({ ...back, tracks: [] }).toEqual({ ...stored, tracks: [] });
    expect(back.tracks.map((t) => t.label)).toEqual(stored.tracks.map((t) => t.label));
    for (const [i, t] of back.tracks.entries())
      for (const [k, seen] of t.seen.entries()) {
        const was = stored.tracks[i]?.seen[k];
        expect(seen.frame).toBe(was?.frame);
        expect(seen.time).toBe(was?.time);
        for (const name of ["left", "top", "width", "height", "score"] as const)
          expect(seen[name]).toBeCloseTo(was?.[name] ?? -1, 4);
      }
    expect(decodeTracks(encodeTracks({ ...stored, tracks: [] })).tracks).toEqual([]);
  });
  it("are refused when a byte has changed or the end is missing", () => {
    const bytes = encodeTracks(stored);
    for (const at of [1, 6, 20, bytes.length - 2]) {
      const broken = Uint8Array.from(bytes);
      broken[at] = (broken[at] ?? 0) ^ 1;
      expect(() => decodeTracks(broken)).toThrow(/cannot be read/);
    }
    expect(() => decodeTracks(bytes.subarray(0, bytes.length - 5))).toThrow(/cannot be read/);
    expect(() => decodeTracks(new Uint8Array())).toThrow(/cannot be read/);
  });
});
