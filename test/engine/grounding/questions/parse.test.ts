import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorBody } from "../../../../contract/errors.ts";
import { Chip } from "../../../../contract/moments.ts";
import { outline } from "../../../../main/engine/grounding/questions/outline.ts";
import { parseQuestion } from "../../../../main/engine/grounding/questions/parse.ts";
import { normalise } from "../../../../main/engine/grounding/questions/text.ts";
import { phrasings } from "./phrasings.ts";

describe("parsing a question", () => {
  it("has at least 250 phrasings in its table, none twice", () => {
    expect(new Set(phrasings.map(([question]) => question)).size).toBe(phrasings.length);
    expect(phrasings.length).toBeGreaterThanOrEqual(250);
  });

  it.each(phrasings)("%s -> %s", (question, expected) => {
    expect(outline(parseQuestion(question))).toBe(expected);
  });

  it.each(phrasings)("reads “%s” the same in capitals and with a question mark", (question, expected) => {
    // Quoted words and filters keep their case, so only plain questions are turned round.
    if (/["“:]/.test(question)) return;
    const loud = `${question.toUpperCase()}?`;
    expect(outline(parseQuestion(loud)).toLowerCase()).toBe(expected.toLowerCase());
  });

  it("gives every chip the words of the question that it came from", () => {
    for (const [question] of phrasings) {
      const { chips } = parseQuestion(question);
      expect(chips.length, question).toBeGreaterThan(0);
      for (const { kind, text, meaning, from } of chips) {
        Chip.parse({ kind, text, meaning, usable: true });
        if (kind !== "count") expect(question.slice(from, from + text.length)).toBe(text);
        expect(text.trim(), `${question}: ${meaning}`).not.toBe("");
      }
    }
  });

  it("never drops a word: an unknown one becomes a condition", () => {
    for (const [question] of phrasings.filter(([q]) => !/["“:]/.test(q)).slice(0, 200)) {
      const { chips } = parseQuestion(`${question} with zorbs`);
      expect(
        chips.some((chip) => /zorbs/.test(chip.text) || /zorbs/.test(chip.meaning)),
        question,
      ).toBe(true);
    }
  });

  it("says an order with its own words", () => {
    const order = (question: string): string[] =>
      parseQuestion(question).chips.flatMap(({ kind, text }) => (kind === "order" ? [text] : []));
    expect(order("dark then a flash")).toEqual(["then"]);
    expect(order("a flash followed within 2 seconds by a bang")).toEqual(["followed within 2 seconds by"]);
    expect(order("Within 3 seconds after a bang, the picture cuts")).toEqual(["Within 3 seconds after"]);
    expect(order("the camera pans after the flash")).toEqual(["after"]);
    expect(order("before the cut")).toEqual(["before"]);
  });

  it("says of a length of time that nothing lies apart by that it is not kept", () => {
    for (const question of ["10 s later a flash", "a flash, 10 s later", "a flash within 3 seconds before"]) {
      const { chips, root } = parseQuestion(question);
      expect(root, question).toMatchObject({ op: "signal", concept: "light.flash" });
      expect(chips.filter(({ possible }) => !possible).map(({ meaning }) => meaning)).toEqual([
        "it is not said from what",
      ]);
    }
  });

  it("marks what is not measured", () => {
    const { chips } = parseQuestion("the camera pans slowly to the left");
    expect(chips.map(({ kind, text, possible }) => [kind, text, possible])).toEqual([
      ["camera", "the camera pans slowly to the left", true],
      ["unknown", "slowly", false],
    ]);
  });

  it("says what it made of a phrase in plain words", () => {
    const { chips } = parseQuestion("dark then a flash, not red, in the last third");
    expect(chips.map(({ kind, meaning }) => `${kind}: ${meaning}`).sort()).toEqual([
      "not: not: red in the picture",
      "order: first the one, then the other",
      "signal: a flash of light",
      "signal: the picture is dark",
      "time: from 67 % to 100 % of the length",
    ]);
  });

  it("refuses an empty question and one without end", () => {
    for (const text of ["", "  \n "]) {
      let code = "";
      try {
        parseQuestion(text);
      } catch (thrown) {
        code = errorBody(thrown).code;
      }
      expect(code).toBe("bad-question");
    }
    expect(() => parseQuestion("x".repeat(2001))).toThrow(/2000/);
  });

  it("stays in its place and comes to an end on any text", () => {
    const words = [
      "the camera",
      "pans",
      "left",
      "then",
      "not",
      "red",
      "or",
      "before",
      "between",
      "and",
      '"',
      "first",
      "last third",
      "5 s",
      "0:10",
      "-",
      ":",
      ",",
      "boat",
      "says",
      "no",
      "after",
      "how many",
      "ö",
      "İ",
      "\u2019",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 14 }), (parts) => {
        const text = parts.join(" ");
        const parsed = parseQuestion(text);
        expect(normalise(text)).toHaveLength(text.length);
        for (const chip of parsed.chips)
          expect(chip.from + chip.text.length).toBeLessThanOrEqual(text.length + 1);
      }),
      { numRuns: 400, seed: 7 },
    );
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 200 }), (text) => {
        if (text.trim() !== "") parseQuestion(text);
      }),
      { numRuns: 300, seed: 8 },
    );
  });
});
