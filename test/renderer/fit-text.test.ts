import { expect, test } from "vitest";
import { fitText } from "../../renderer/timeline/fit-text.ts";

/** Narrow i, wide m, everything else ten pixels: a guess by proportion alone would be wrong here. */
const measure = (text: string): number =>
  Array.from(new Intl.Segmenter("en").segment(text), ({ segment }) => segment).reduce(
    (sum, letter) => sum + (letter === "i" ? 3 : letter === "m" ? 17 : 10),
    0,
  );

test("a text that fits is left alone, one that does not ends in an ellipsis and never sticks out", () => {
  expect(fitText("sheep", 50, measure)).toBe("sheep");
  expect(fitText("sheep", 49, measure)).toBe("she…");
  expect(fitText("mmmmiiiiiiii", 45, measure)).toBe("mm…");
  for (let room = 0; room < 130; room++) {
    const shown = fitText("mimi and the big ships", room, measure);
    expect(measure(shown)).toBeLessThanOrEqual(room);
  }
});

test("no space is left before the ellipsis, no letter is torn in two, and no room gives nothing", () => {
  expect(fitText("The red car", 50, measure)).toBe("The…");
  expect(fitText("🐑🐑🐑🐑", 30, measure)).toBe("🐑🐑…");
  expect(fitText("sheep", 12, measure)).toBe("");
  expect(fitText("", 0, measure)).toBe("");
});
