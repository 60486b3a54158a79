import { describe, expect, it } from "vitest";
import { counterProbe } from "../../../../main/engine/grounding/questions/counter-probe.ts";
import { paraphrases } from "../../../../main/engine/grounding/questions/paraphrases.ts";
import { inForm } from "../../../../main/engine/grounding/questions/verb-forms.ts";

describe("the counter-probe of an action", () => {
  it.each([
    ["man opens the door", "man closes the door"],
    ["a man opening the door", "a man closing the door"],
    ["two people enter the room", "two people leave the room"],
    ["woman picks up a cup", undefined],
    ["people pick up the chairs", "people put down the chairs"],
    ["a car stopping at a light", "a car starting at a light"],
    ["the plane takes off", "the plane lands"],
    ["somebody pours the milk", "somebody drinks the milk"],
  ])("%s -> %s", (statement, counter) => {
    // Of verbs of two words only the first bends.
    expect(counterProbe(statement)).toBe(counter ?? statement.replace("picks up", "puts down"));
  });

  it("turns round who does it to whom, where both could", () => {
    expect(counterProbe("a dog chases a cat")).toBe("a cat chases a dog");
    expect(counterProbe("the police officer follows a car")).toBe("a car follows the police officer");
  });

  it("is not made where no action is named, or the word names a thing", () => {
    for (const statement of ["a red boat", "the cut on his hand", "a dance", "", "sky full of stars"])
      expect(counterProbe(statement)).toBeUndefined();
  });

  it("turned twice is the action again", () => {
    for (const statement of [
      "man opens the door",
      "people push the car",
      "somebody laughing",
      "a boat arrives",
    ]) {
      const once = counterProbe(statement);
      expect(once).not.toBe(statement);
      expect(counterProbe(once ?? "")).toBe(statement);
    }
  });
});

describe("other ways to say it", () => {
  it("bend the verb, name the action and the thing otherwise, and keep the rest", () => {
    expect(paraphrases("man walks a dog along the street")).toEqual([
      "man walking a dog along the street",
      "man strolls a dog along the street",
      "guy walks a puppy along the road",
    ]);
    expect(paraphrases("a man is running")).toContain("a man runs");
  });

  it("are none where nothing is known of the words, and never the words themselves", () => {
    expect(paraphrases("quxes of zarb")).toEqual([]);
    for (const said of ["a car", "two people talking", "the sea"])
      expect(paraphrases(said)).not.toContain(said);
  });
});

it("forms of verbs are spelled as they are", () => {
  const spelled = ["run", "open", "carry", "tie", "push", "write", "go", "put on", "cut", "see", "play"].map(
    (verb) => [inForm(verb, "s"), inForm(verb, "ing")],
  );
  expect(spelled).toEqual([
    ["runs", "running"],
    ["opens", "opening"],
    ["carries", "carrying"],
    ["ties", "tying"],
    ["pushes", "pushing"],
    ["writes", "writing"],
    ["goes", "going"],
    ["puts on", "putting on"],
    ["cuts", "cutting"],
    ["sees", "seeing"],
    ["plays", "playing"],
  ]);
});
