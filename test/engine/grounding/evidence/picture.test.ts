import { describe, expect, it } from "vitest";
import { createContext } from "../../../../main/engine/context.ts";
import { answerQuestion } from "../../../../main/engine/grounding/answer/answer.ts";
import type { PictureChannel } from "../../../../main/engine/grounding/answer/file-data.ts";
import { colourProbes } from "../../../../main/engine/grounding/questions/colour-probes.ts";
import { queryBank } from "../../../../main/engine/grounding/presence/query-bank.ts";
import { scriptedFile } from "../scripted-file.ts";

/** What a made-up film shows from 20 to 30 s; a text fits by the share of its telling words among these. */
const shown = ["man", "opens", "opening", "door"];
/** An encoder that knows words; `blind` ones are all the same to it, as actions are to a model of things. */
function channel(blind: readonly string[]): PictureChannel & { readonly asked: string[] } {
  const asked: string[] = [];
  const fit = (text: string): number => {
    const words = text
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => !/^(?:a|an|the|is)$/.test(word));
    const hits = words.filter((word) => shown.includes(word) || (blind.includes(word) && shown.length > 0));
    return words.length > 0 ? hits.length / words.length : 0;
  };
  const curveFor = (text: string): Promise<Float32Array> => {
    asked.push(text);
    const high = 0.1 + 0.8 * fit(text);
    return Promise.resolve(
      Float32Array.from(
        { length: 60 },
        (_, i) => (i >= 20 && i < 30 ? high : 0.1) + 0.01 * Math.sin(i * 1.7),
      ),
    );
  };
  return { asked, model: "words@1", step: 1, curveFor, bank: queryBank.map((text) => 0.1 + 0.8 * fit(text)) };
}
const ask = async (question: string, picture: PictureChannel) =>
  (await answerQuestion(createContext(), question, [scriptedFile({ picture })])).moments[0];

describe("an action that a picture model finds", () => {
  it("is verified where its opposite fits less", async () => {
    const moment = await ask("a man opens the door", channel([]));
    expect([moment?.start, moment?.end]).toEqual([20, 30]);
    expect(moment?.verdict).toBe("found");
    expect(moment?.reasons[0]?.text).not.toContain("not verified");
  });

  it("is said not to be verified by a model that only knows things, and counts less", async () => {
    const blind = channel(["closes", "opens"]);
    const moment = await ask("a man opens the door", blind);
    const sure = await ask("a man opens the door", channel([]));
    expect(moment?.reasons[0]?.text).toContain("action not verified: “man closes the door” fits as well");
    expect(moment?.confidence).toBeLessThan(sure?.confidence ?? 0);
    expect(blind.asked).toContain("man closes the door");
  });

  it("needs no probe where no action is asked for", async () => {
    const seen = channel([]);
    expect((await ask("a door", seen))?.reasons[0]?.text).not.toContain("verified");
    expect(seen.asked.every((text) => !text.includes("close"))).toBe(true);
  });
});

describe("a colour that a picture model finds", () => {
  it("is not verified where the same in another colour fits better", async () => {
    // From 20 to 30 s it shows a green ball, which a question about a red one fits nearly as well.
    const fits = (text: string): number =>
      (text.includes("ball") ? 0.5 : 0) + (text.includes("green") ? 0.3 : text.includes("red") ? 0.2 : 0);
    const ball: PictureChannel = {
      model: "balls@1",
      step: 1,
      curveFor: (text) =>
        Promise.resolve(Float32Array.from({ length: 60 }, (_, i) => (i >= 20 && i < 30 ? fits(text) : 0.05))),
    };
    const wrong = await ask("a picture of a red ball", ball);
    const right = await ask("a picture of a green ball", ball);
    const text = (moment: typeof wrong): string => moment?.reasons.map((r) => r.text).join(" ") ?? "";
    expect(text(right)).not.toContain("not verified");
    expect(wrong === undefined || text(wrong).includes("colour not verified: “")).toBe(true);
    expect(wrong?.confidence ?? 0).toBeLessThan(right?.confidence ?? 0);
  });

  it("is probed in the ten other basic colours, and only where one is named", () => {
    expect(colourProbes("a Crimson ball rolls")).toHaveLength(10);
    expect(colourProbes("a Crimson ball rolls")).toContain("a green ball rolls");
    expect(colourProbes("a turquoise door")).toHaveLength(9);
    expect(colourProbes("a ball rolls")).toEqual([]);
  });
});

it("a question is asked in other words too, save one that was taught", async () => {
  const said = channel([]);
  await ask("a man opens the door", said);
  expect(said.asked).toContain("man opening the door");
  const taught = channel([]);
  await ask("a man opens the door", { ...taught, remark: () => "learned from 2 of your marks" });
  expect(taught.asked).toEqual(["man opens the door", "man closes the door"]);
});

describe("one question to several files", () => {
  /** A file that fits a question by so much from 20 to 30 s, where the general sentences fit by `bank`. */
  const film = (name: string, peak: number, bank: (i: number) => number) =>
    scriptedFile({
      name,
      picture: {
        model: "likeness@1",
        step: 1,
        curveFor: () =>
          Promise.resolve(Float32Array.from({ length: 60 }, (_, i) => (i >= 20 && i < 30 ? peak : 0.05))),
        bank: queryBank.map((_, i) => bank(i)),
      },
    });
  const order = async (...files: ReturnType<typeof scriptedFile>[]): Promise<string[]> => {
    const { moments, weaker } = await answerQuestion(createContext(), "a picture of a rabbit", files);
    return [...moments, ...weaker].map(({ file }) => file);
  };

  it("puts the file that is more like it first, however alike the general sentences are there", async () => {
    // Both are found: above all sentences. In the second they lie closer together, so that it stands out by more deviations.
    const like = film("like.mp4", 0.5, (i) => 0.2 + 0.25 * (i / 160));
    const even = film("even.mp4", 0.4, (i) => 0.1 + 0.01 * (i / 160));
    expect(await order(even, like)).toEqual(["like.mp4", "even.mp4"]);
  });

  it("puts the weak trace that few general sentences reach before one that most do", async () => {
    const rare = film("rare.mp4", 0.3, (i) => (i < 50 ? 0.6 : 0.1));
    const usual = film("usual.mp4", 0.4, (i) => (i < 140 ? 0.41 : -0.9));
    expect(await order(usual, rare)).toEqual(["rare.mp4", "usual.mp4"]);
  });
});
