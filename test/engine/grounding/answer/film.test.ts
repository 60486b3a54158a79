import { beforeAll, describe, expect, it } from "vitest";
import { measureFile } from "../../../../bench/questions/measure-file.ts";
import { temporalIoU } from "../../../../contract/time.ts";
import { createContext } from "../../../../main/engine/context.ts";
import { answerQuestion } from "../../../../main/engine/grounding/answer/answer.ts";
import type { FileData } from "../../../../main/engine/grounding/answer/file-data.ts";
import { film, filmTruth } from "./film.ts";

describe("questions to a rendered film", () => {
  const ctx = createContext();
  let file: FileData;
  beforeAll(async () => {
    file = await measureFile(ctx, await film());
  });

  it.each(filmTruth)("$question", async ({ question, moments, iou = 0.75 }) => {
    const result = await answerQuestion(ctx, question, [file]);
    expect(result.answerable).toBe(true);
    const found = result.moments.map(({ start, end }) => ({ start, end }));
    const shown = found.map(({ start, end }) => `${start.toFixed(2)}-${end.toFixed(2)}`).join(" ");
    expect(found.length, `${question}: ${shown}`).toBe(moments.length);
    for (const [start, end] of moments) {
      const best = Math.max(0, ...found.map((one) => temporalIoU(one, { start, end })));
      expect(best, `${question}: ${start}-${end} among ${shown}`).toBeGreaterThanOrEqual(iou);
    }
  });
});
