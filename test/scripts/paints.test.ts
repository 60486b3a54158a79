import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { colours } from "../../scripts/rendered/colours.ts";

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
