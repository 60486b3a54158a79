import { join } from "node:path";
import { array, assert, boolean, integer, property, record } from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Annotation, AnnotationChange, AnnotationDraft } from "../../../contract/annotations.ts";
import { AnnotationId, MediaId, TierId } from "../../../contract/ids.ts";
import {
  createAnnotations,
  type Annotations,
  type Changed,
} from "../../../main/engine/annotations/annotations.ts";
import type { Measure } from "../../../main/engine/annotations/place.ts";
import { openStore, type Store } from "../../../main/engine/store/store.ts";
import { scratchFolder } from "../engine/open-engine.ts";

const film = MediaId.parse("m_film-one");
const other = MediaId.parse("m_film-two");
const sound = MediaId.parse("m_sound-1");
const first = TierId.parse("l_moments");
const idOf = (n: number): AnnotationId => AnnotationId.parse(`a_number-${n}`);
/** 100 frames of 1001/30000 s, the first at tick 5005. */
const table: Measure["table"] = {
  timeBase: { num: 1, den: 30_000 },
  count: 100,
  pts: (i) => 5005 + i * 1001,
  endPts: (i) => 5005 + (i + 1) * 1001,
  time: (i) => (i * 1001) / 30_000,
  endTime: (i) => ((i + 1) * 1001) / 30_000,
};

let folder: ReturnType<typeof scratchFolder>;
let store: Store;
let notes: Annotations;
let told: Changed[];
let clock = 1000;
function open(): void {
  store = openStore(join(folder.dir, "library"), "a test");
  told = [];
  notes = createAnnotations({
    store,
    measure: (id) =>
      id === sound ? { name: "a.wav", duration: 5 } : { name: "film.mp4", duration: 3.3367, table },
    now: () => clock++,
    onChanged: (c) => told.push(c),
  });
}
beforeEach(() => {
  folder = scratchFolder();
  open();
});
afterEach(() => {
  store.close();
  folder.remove();
});

const draft = (
  n: number,
  from: number,
  to: number,
  more: Partial<AnnotationDraft> = {},
): AnnotationDraft => ({
  id: idOf(n),
  mediaId: film,
  tierId: first,
  place: { startFrame: from, endFrame: to },
  label: `number ${n}`,
  note: "",
  review: "unreviewed",
  origin: { by: "person" },
  ...more,
});
const put = (d: AnnotationDraft, version = 0): AnnotationChange => ({ do: "put", draft: d, version });
const edit = (title: string, ...changes: AnnotationChange[]): void => notes.edit({ title, changes });
const shape = (list: readonly Annotation[]): unknown[] =>
  list.map(({ id, startFrame, endFrame, label, tierId }) => [id, startFrame, endFrame, label, tierId]);

test("an annotation lies on true frames: ticks, seconds and frames say the same", () => {
  edit("Mark", put(draft(1, 10, 25)));
  expect(notes.list(film)).toMatchObject([
    {
      id: idOf(1),
      range: { start: 5005 + 10_010, end: 5005 + 25_025, timeBase: { num: 1, den: 30_000 } },
      start: 10_010 / 30_000,
      end: 25_025 / 30_000,
      startFrame: 10,
      endFrame: 25,
      version: 1,
    },
  ]);
  edit("Mark", put(draft(2, 0, 1, { mediaId: sound, place: { start: 1.2344, end: 2 } })));
  expect(notes.list(sound)).toMatchObject([
    { range: { start: 1234, end: 2000, timeBase: { num: 1, den: 1000 } } },
  ]);
  expect(notes.list(sound)[0]).not.toHaveProperty("startFrame");
});

test("what is not in the file is refused with the way out, and nothing of the edit happens", () => {
  for (const [place, says] of [
    [{ startFrame: 90, endFrame: 101 }, /Frame 100 is not in the file/],
    [{ startFrame: 5, endFrame: 5 }, /no range/],
    [{ start: 0, end: 1 }, /named by frames/],
  ] as const)
    expect(() => edit("Mark", put(draft(1, 1, 2)), put(draft(2, 0, 1, { place })))).toThrow(says);
  expect(() => edit("Mark", put(draft(3, 0, 1, { mediaId: sound, place: { start: 4, end: 9 } })))).toThrow(
    /lasts|in the file/,
  );
  expect(notes.list(film)).toEqual([]);
  expect(notes.history(film)).toEqual({});
  expect(told).toEqual([]);
});

test("undo and redo survive closing, one step for an edit of many changes", () => {
  edit("Mark two", put(draft(1, 0, 10)), put(draft(2, 10, 20)));
  edit("Move the shared edge", put(draft(1, 0, 12), 1), put(draft(2, 12, 20), 1));
  const moved = shape(notes.list(film));
  store.close();
  open();
  expect(notes.history(film)).toEqual({ undo: "Move the shared edge" });
  expect(notes.undo(film)).toEqual({ title: "Move the shared edge" });
  expect(notes.list(film).map((a) => [a.startFrame, a.endFrame])).toEqual([[0, 10], [10, 20]]); // prettier-ignore
  store.close();
  open();
  expect(notes.history(film)).toEqual({ undo: "Mark two", redo: "Move the shared edge" });
  notes.redo(film);
  expect(shape(notes.list(film))).toEqual(moved);
  notes.undo(film);
  notes.undo(film);
  expect(notes.list(film)).toEqual([]);
  expect(() => notes.undo(film)).toThrow(/nothing to undo/);
});

test("undo in one file leaves the other's work alone", () => {
  edit("Mark here", put(draft(1, 0, 10)));
  edit("Mark there", put(draft(2, 0, 10, { mediaId: other })));
  notes.undo(film);
  expect(notes.list(film)).toEqual([]);
  expect(shape(notes.list(other))).toHaveLength(1);
  // A new edit in the other file does not take this file's redo away.
  edit("Mark there again", put(draft(3, 20, 30, { mediaId: other })));
  expect(notes.history(film)).toEqual({ redo: "Mark here" });
});

test("a change made to an older state is refused: two windows never overwrite one another", () => {
  edit("Mark", put(draft(1, 0, 10)));
  edit("Rename", put(draft(1, 0, 10, { label: "mine" }), 1));
  expect(() => edit("Rename", put(draft(1, 0, 10, { label: "theirs" }), 1))).toThrow(/changed elsewhere/);
  expect(() => edit("Remove", { do: "remove", id: idOf(1), version: 1 })).toThrow(/changed elsewhere/);
  expect(notes.list(film)[0]?.label).toBe("mine");
});

test("the machine's own range and confidence stay, whatever becomes of the annotation", () => {
  const origin = { by: "machine", question: "a flash", confidence: 0.7, start: 5005, end: 15_015 } as const;
  edit("Send to the timeline", put(draft(1, 0, 10, { origin })));
  edit("Move the end", put(draft(1, 0, 14, { origin: { by: "person" }, review: "changed" }), 1));
  expect(notes.list(film)[0]).toMatchObject({ endFrame: 14, review: "changed", origin });
});

test("tiers: a locked one refuses, a name is there once, removing one takes its annotations and undo brings all back", () => {
  const speech = { id: TierId.parse("l_speech-1"), name: "Speech", colour: 2, labels: ["question"], locked: false, hidden: false, position: 1 }; // prettier-ignore
  edit("Add tier", { do: "putTier", tier: speech });
  edit("Mark", put(draft(1, 0, 10, { tierId: speech.id })));
  edit("Mark", put(draft(2, 0, 10, { mediaId: other, tierId: speech.id })));
  expect(() =>
    edit("Add tier", { do: "putTier", tier: { ...speech, id: TierId.parse("l_speech-2") } }),
  ).toThrow(/already/);
  edit("Lock", { do: "putTier", tier: { ...speech, locked: true } });
  expect(() => edit("Move", put(draft(1, 1, 10, { tierId: speech.id }), 1))).toThrow(/locked/);
  expect(() => edit("Take out", put(draft(1, 1, 10), 1))).toThrow(/locked/);
  expect(() => edit("Remove", { do: "remove", id: idOf(1), version: 1 })).toThrow(/locked/);
  expect(() => edit("Remove tier", { do: "removeTier", id: speech.id })).toThrow(/locked/);
  notes.undo(film);
  edit("Remove tier", { do: "removeTier", id: speech.id });
  expect(notes.list(film)).toEqual([]);
  expect(notes.list(other)).toEqual([]);
  expect(told.at(-1)).toMatchObject({ removed: [idOf(1), idOf(2)], tiers: [{ id: first }] });
  notes.undo(other);
  expect(shape(notes.list(film))).toHaveLength(1);
  expect(shape(notes.list(other))).toHaveLength(1);
  expect(notes.tiers().map((t) => t.name)).toEqual(["Moments", "Speech"]);
  notes.redo(film);
  expect(notes.tiers()).toHaveLength(1);
  expect(() => edit("Remove tier", { do: "removeTier", id: first })).toThrow(/last tier/);
});

test("two annotations of one range lie in the same order again after undo", () => {
  edit("Mark", put(draft(3, 73, 80)));
  edit("Mark", put(draft(5, 73, 80)));
  const before = shape(notes.list(film));
  edit("Remove", { do: "remove", id: idOf(3), version: 1 });
  notes.undo(film);
  expect(shape(notes.list(film))).toEqual(before);
});

test("any history of edits, undone to its beginning and done again, ends as it was", () => {
  const action = record({ n: integer({ min: 1, max: 5 }), from: integer({ min: 0, max: 90 }), long: integer({ min: 1, max: 10 }), remove: boolean() }); // prettier-ignore
  assert(
    property(array(action, { minLength: 1, maxLength: 25 }), (actions) => {
      let steps = 0;
      const before = shape(notes.list(film));
      for (const { n, from, long, remove } of actions) {
        const seen = notes.list(film).find((a) => a.id === idOf(n));
        if (remove && !seen) continue;
        edit(
          "an edit",
          remove && seen
            ? { do: "remove", id: seen.id, version: seen.version }
            : put(draft(n, from, from + long), seen?.version ?? 0),
        );
        steps++;
      }
      const after = shape(notes.list(film));
      for (let i = 0; i < steps; i++) notes.undo(film);
      expect(shape(notes.list(film))).toEqual(before);
      for (let i = 0; i < steps; i++) notes.redo(film);
      expect(shape(notes.list(film))).toEqual(after);
    }),
    { numRuns: 25 },
  );
});
