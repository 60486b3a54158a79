import { describe, expect, test } from "vitest";
import type { Annotation } from "../../contract/annotations.ts";
import { AnnotationId, MediaId, TierId } from "../../contract/ids.ts";
import type { Moment } from "../../contract/moments.ts";
import { itemAt, itemsOf } from "../../renderer/timeline/items.ts";
import { layersFor } from "../../renderer/timeline/layers.ts";
import { readChoices } from "../../renderer/timeline/read-choices.ts";
import type { DrawnMoment, DrawnNote } from "../../renderer/timeline/scene.ts";
import { underPointer, type Drawn } from "../../renderer/timeline/under-pointer.ts";

const range = { start: 0, end: 1, timeBase: { num: 1, den: 25 } };
const mediaId = MediaId.parse("m_film-a");
const found: Moment = {
  mediaId, file: "a.mp4", range, start: 11, end: 13, startFrame: 275, endFrame: 325, confidence: 0.8, verdict: "found", calibrated: false,
  reasons: [{ source: "signal", text: "it is dark", score: 1 }],
}; // prettier-ignore
const drawn: DrawnMoment = { key: "k", start: 11, end: 13, confidence: 0.8, weak: false, chosen: true, moment: found, cited: false, notes: [2] }; // prettier-ignore
const cited: DrawnMoment = { ...drawn, key: "c", start: 1, end: 2, chosen: false, cited: true, notes: [1] };
const annotation: Annotation = { id: AnnotationId.parse("a_note-one"), mediaId, tierId: TierId.parse("l_tier-one"), range, start: 5, end: 6, label: "", note: "", review: "unreviewed", origin: { by: "person" }, version: 1, changedAt: 0 }; // prettier-ignore
const note: DrawnNote = { id: annotation.id, tierId: annotation.tierId, row: 0, colour: 0, locked: false, from: 125, to: 150, start: 5, end: 6, label: "", review: "unreviewed", proposed: false, chosen: false, annotation }; // prettier-ignore
const shots = [
  { start: 0, end: 10, startFrame: 0, odd: false },
  { start: 10, end: 20, startFrame: 250, odd: true },
];
const cues = [{ start: 10, end: 12, text: "Good\nmorning", source: "subtitle" as const }];
const sources = { shots, cues, moments: [cited, drawn], notes: [note], hidden: [] };
const names = {
  shot: (n: number) => `Shot ${n}`,
  moment: (m: Moment) => m.reasons[0]?.text ?? "",
  noLabel: "No label",
};

describe("the timeline as a list", () => {
  const items = itemsOf(sources, names);
  test("everything that is drawn, in the order of time, the longest first", () => {
    expect(items.map((i) => [i.kind, i.text])).toEqual([
      ["shot", "Shot 1"],
      ["footnote", "it is dark [1]"],
      ["note", "No label"],
      ["shot", "Shot 2"],
      ["word", "Good morning"],
      ["moment", "it is dark [2]"],
    ]);
    expect(items.filter((i) => i.chosen).map((i) => i.kind)).toEqual(["moment"]);
    expect(new Set(items.map((i) => i.key)).size).toBe(items.length);
  });
  test("what is hidden on the timeline is not in the list", () => {
    const kinds = itemsOf({ ...sources, hidden: ["shots", "score"] }, names).map((i) => i.kind);
    expect(kinds).toEqual(["note", "word"]);
  });
  test("the playhead's item is the innermost that holds it, else the last before it", () => {
    const at = (time: number): string | undefined => items[itemAt(items, time)]?.text;
    expect(at(0)).toBe("Shot 1");
    expect(at(1.5)).toBe("it is dark [1]");
    expect(at(3)).toBe("Shot 1");
    expect(at(11.5)).toBe("it is dark [2]");
    expect(at(12.5)).toBe("it is dark [2]");
    expect(at(15)).toBe("Shot 2");
    expect(at(25)).toBe("it is dark [2]");
    expect(itemAt(items, -1)).toBe(-1);
    expect(itemAt([], 3)).toBe(-1);
  });
});

describe("what lies under the pointer", () => {
  const layers = layersFor(300, new Set(["signals", "shots", "words", "notes", "score"]), 1);
  const signals = { curves: [{ name: "Loudness", values: Array.from({ length: 20 }, (_, i) => i / 20) }], step: 1, start: 0 }; // prettier-ignore
  const here: Drawn = {
    view: { start: 0, end: 20, width: 2000 }, layers, shots, longestShot: 10, cues, longestCue: 2, signals,
    moments: [cited, drawn], longestMoment: 2, notes: [note], longestNote: 1, tiers: 1,
  }; // prettier-ignore
  const at = (name: string, time: number) => {
    const layer = layers.find((l) => l.name === name);
    return underPointer(here, time * 100, (layer?.top ?? 0) + 4, time);
  };
  test("each layer says what it shows there", () => {
    expect(at("shots", 12)).toEqual({ kind: "shot", number: 2, length: 10 });
    expect(at("words", 11)).toEqual({ kind: "word", text: "Good\nmorning" });
    expect(at("score", 12)).toMatchObject({ kind: "moment", moment: { key: "k" } });
    expect(at("notes", 5.5)).toMatchObject({ kind: "note", note: { id: annotation.id } });
    expect(at("signals", 5.5)).toEqual({ kind: "signals", values: [{ name: "Loudness", value: 0.25 }] });
  });
  test("where nothing is, nothing is said", () => {
    expect(at("words", 5)).toBeUndefined();
    expect(at("score", 16)).toBeUndefined();
    expect(at("ruler", 5)).toBeUndefined();
    expect(underPointer(here, 100, 5000, 1)).toBeUndefined();
  });
});

test("choices are read back, and what does not fit is left out", () => {
  const all = ["motion", "loudness"] as const;
  const read = (text: string | null) => readChoices(text, all, ["motion"]);
  const fresh = { hidden: [], signals: ["motion"], list: false };
  expect(read(null)).toEqual(fresh);
  expect(read("no json")).toEqual(fresh);
  expect(read('{"hidden":["film","ruler"],"signals":[],"list":true}')).toEqual({
    hidden: ["film"],
    signals: [],
    list: true,
  });
  expect(read('{"signals":"all"}')).toEqual(fresh);
});
