import { describe, expect, it } from "vitest";
import { cocoThings } from "../../../../main/engine/models/detectors/fastest-det.ts";
import { parseQuestion } from "../../../../main/engine/grounding/questions/parse.ts";
import { thingAt } from "../../../../main/engine/grounding/questions/thing-names.ts";
import { countMeaning } from "../../../../main/engine/grounding/questions/things.ts";
import type { QuestionNode } from "../../../../main/engine/grounding/questions/tree.ts";

/** The counted things of a question: "2 people + table (beside), rest: …"; "?" where a word says more than can be told. */
function things(question: string): string {
  const leaves = (node: QuestionNode | undefined): string[] => {
    if (!node) return [];
    if ("parts" in node) return node.parts.flatMap(leaves);
    if (node.op === "relation") return [...leaves(node.first), ...leaves(node.second)];
    if ("part" in node) return leaves(node.part);
    if (node.op !== "content") return [];
    if (!node.things) return [`no thing in “${node.statement}”`];
    const { counts, beside, rest } = node.things;
    const said = counts.map((c) => countMeaning(c) + (c.narrower ? "?" : "")).join(" + ");
    return [`${said}${beside ? " (beside)" : ""}${rest === "" ? "" : `, rest: ${rest}`}`];
  };
  return leaves(parseQuestion(question).root).join(" ; ");
}

describe("things in a question", () => {
  it.each([
    ["a person", "person"],
    ["someone is there", "someone"],
    ["is anybody there?", "anybody"],
    ["two people at the table", "2 people + table (beside)"],
    ["people sitting around a table", "people + table (beside)"],
    ["at least three people", "at least 3 people"],
    ["three or more dogs", "at least 3 dogs"],
    ["more than two people", "at least 3 people"],
    ["when is there more than one person?", "at least 2 person"],
    ["exactly two people", "exactly 2 people"],
    ["only one person is visible", "exactly 1 person"],
    ["a person alone", "exactly 1 person"],
    ["two or three people", "2 to 3 people"],
    ["at most two people", "at most 2 people"],
    ["fewer than three people in the picture", "at most 2 people"],
    ["2 cars", "2 cars"],
    ["several cars", "at least 3 cars"],
    ["a couple of dogs", "2 dogs"],
    ["a crowd", "at least 5 crowd"],
    ["lots of people", "at least 5 people"],
    ["nobody in the picture", "no people"],
    ["no one is visible", "no people"],
    ["nobody is at the table", "no people + table (beside)"],
    ["no people", "people"],
    ["a man and a woman", "at least 2 man and woman?"],
    ["a woman holding an umbrella", "woman? + umbrella (beside)"],
    ["a person and a dog", "person + dog"],
    ["a dog or a cat", "dog or cat"],
    ["an animal", "animal"],
    ["a traffic light", "traffic light"],
    ["a taxi", "taxi?"],
    ["a face close to the camera", "near face"],
    ["a close-up of a face", "near face"],
    ["three faces", "3 faces"],
    ["a person near the camera", "large person"],
    ["a car in the background", "small car"],
    ["a person on the left", "person on the left"],
    ["a dog at the bottom", "dog at the bottom"],
    ["how many people are there?", "people"],
    ["the first person", "person"],
    ["a person then a car", "person ; car"],
    ["two people talk", "2 people"],
    ["no cars and no people", "people ; cars"],
    // What no detector can check stays, word for word.
    ["somebody enters the room", "somebody, rest: enters room"],
    ["a man with a red hat", "man?, rest: with red hat"],
    ["a red car", "car, rest: red"],
    ["a person walks to the left", "person, rest: walks left"],
    ["people in the street", "people, rest: in street"],
    ["a kitchen with a fridge", "fridge, rest: kitchen with"],
    ["the ship sinks", "ship, rest: sinks"],
    ["a woman faces the wall", "woman?, rest: faces wall"],
    ["they tie the game", "no thing in “tie the game”"],
    ["a sink", "sink"],
    ["faces", "faces"],
    ["books on a table", "books + table (beside)"],
    ["a person and bikes", "person, rest: bikes"],
    ["a sunset over the sea", "no thing in “sunset over the sea”"],
    ["the camera pans left", ""],
  ])("%s -> %s", (question, expected) => {
    expect(things(question)).toBe(expected);
  });

  it("has a word for each of the 80 things, whatever else it knows", () => {
    const named = (label: string) =>
      // An orange is a colour first, a mouse an animal, "remote" says how far: those are asked for in other words.
      thingAt(
        ({ orange: "oranges", mouse: "computer mouse", remote: "remote control" }[label] ?? label).split(" "),
        0,
      )?.name.labels;
    for (const label of cocoThings) expect(named(label), label).toEqual([label]);
  });

  it("says on its chip what was understood", () => {
    const [chip] = parseQuestion("at least three people on the left").chips;
    expect(chip).toMatchObject({ kind: "picture", meaning: "at least 3 people on the left in the picture" });
  });
});
