import { expect, test } from "vitest";
import {
  actions,
  chordOf,
  conflicts,
  lookup,
  presets,
  readOwn,
  rebind,
  showChord,
  unbind,
  withOwn,
} from "../../renderer/keys/key-map.ts";
import { en } from "../../renderer/strings/en.ts";

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

test.each(Object.entries(presets))(
  "the %s preset: no key means two things, no action lacks a key",
  (_name, map) => {
    expect(conflicts(map)).toEqual([]);
    expect(actions.filter((action) => map[action].length === 0)).toEqual([]);
  },
);
test("single letters are never needed with Ctrl in text fields' own combinations", () => {
  const taken = ["Mod+C", "Mod+V", "Mod+X", "Mod+A"];
  for (const map of Object.values(presets))
    expect([...lookup(map).keys()].filter((chord) => taken.includes(chord))).toEqual([]);
});
test("a key press reads the same on every keyboard", () => {
  expect(chordOf({ ...plain, key: " " }, false)).toBe("Space");
  expect(chordOf({ ...plain, key: "j" }, false)).toBe("J");
  expect(chordOf({ ...plain, key: "I", shiftKey: true }, false)).toBe("Shift+I");
  expect(chordOf({ ...plain, key: "?", shiftKey: true }, false)).toBe("?");
  expect(chordOf({ ...plain, key: "k", ctrlKey: true }, false)).toBe("Mod+K");
  expect(chordOf({ ...plain, key: "k", metaKey: true }, true)).toBe("Mod+K");
  expect(chordOf({ ...plain, key: "≈", code: "KeyX", altKey: true }, true)).toBe("Alt+X");
  expect(chordOf({ ...plain, key: "ArrowLeft", shiftKey: true }, false)).toBe("Shift+ArrowLeft");
});
test("keys are shown as they stand on the keyboard", () => {
  expect(showChord("Mod+K", true)).toBe("⌘K");
  expect(showChord("Mod+K", false)).toBe("Ctrl+K");
  expect(showChord("Shift+ArrowLeft", false)).toBe("Shift+←");
  expect(showChord("+", false)).toBe("+");
});
test("every action has its name", () => {
  expect(Object.keys(en.actions).sort()).toEqual([...actions].sort());
});

test("a key given to another action is taken from the one that had it; the rest of the preset holds", () => {
  const own = rebind(presets.editor, {}, "annotate", "Space", 0);
  const map = withOwn(presets.editor, own);
  expect(map.annotate).toEqual(["Space"]);
  expect(map.play).toEqual([]);
  expect(conflicts(map)).toEqual([]);
  const more = rebind(presets.editor, own, "play", "P");
  expect(withOwn(presets.editor, more).play).toEqual(["P"]);
  const two = rebind(presets.editor, more, "annotate", "Mod+A");
  expect(withOwn(presets.editor, two).annotate).toEqual(["Space", "Mod+A"]);
  expect(withOwn(presets.editor, unbind(presets.editor, two, "annotate", "Space")).annotate).toEqual([
    "Mod+A",
  ]);
  // The same key once more is no second one.
  expect(rebind(presets.editor, two, "annotate", "Mod+A").annotate).toEqual(["Space", "Mod+A"]);
});
test("own keys are read back; what is no key of ours is left out", () => {
  const own = rebind(presets.editor, {}, "undo", "U");
  expect(readOwn(JSON.stringify(own))).toEqual(own);
  expect(readOwn('{"play":["Space"],"nonsense":["A"],"loop":[1],"star":"S"}')).toEqual({ play: ["Space"] });
  expect(readOwn("{")).toEqual({});
  expect(readOwn(null)).toEqual({});
});
