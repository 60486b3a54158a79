import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { colours, nameOf, paint } from "../../scripts/rendered/colours.ts";

test("rendered scenes paint with the colours of the drawn ones", () => {
  const lexicon = readFileSync(
    new URL("../../native-models/training/footnote_mini/lexicon.py", import.meta.url),
    "utf8",
  );
  const table = /^COLOURS = \{\n(.*?)^\}/ms.exec(lexicon)?.[1] ?? "";
  const drawn = Object.fromEntries(
    [...table.matchAll(/^ {4}"(\w+)": \(\[.*?\], \((.*?)\), \((.*?)\), \((.*?)\)\),$/gm)].map(
      ([, name = "", ...ranges]) => [name, ranges.flatMap((range) => range.split(",").map(Number))],
    ),
  );
  expect(Object.keys(drawn)).toHaveLength(11);
  expect(colours).toEqual(drawn);
});

test.each(Object.keys(colours))("what is painted %s is called so in plain light", (name) => {
  let seed = 7;
  const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const called = Array.from({ length: 400 }, () => {
    const hex = paint(name, random).getHex();
    return nameOf(hex >> 16, (hex >> 8) & 255, hex & 255);
  });
  expect(called.filter((one) => one === name).length / called.length).toBeGreaterThan(0.97);
});

test("in other light it is called what it looks like", () => {
  // Orange in the sun, red in the shade, a white wall by night.
  expect(nameOf(244, 184, 48)).toBe("yellow");
  expect(nameOf(92, 24, 18)).toBe("brown");
  expect(nameOf(40, 58, 110)).toBe("blue");
});
