import { beforeAll, describe, expect, it } from "vitest";
import { temporalIoU } from "../../contract/time.ts";
import { createContext } from "../../main/engine/context.ts";
import { answerQuestion } from "../../main/engine/grounding/answer/answer.ts";
import type { FileData } from "../../main/engine/grounding/answer/file-data.ts";
import { film } from "../engine/grounding/answer/film.ts";
import { measureFile } from "../../bench/questions/measure-file.ts";
import { made } from "../fixtures-made/made.ts";

/** The rendered film of known events is 20 s long: pan right 3-6, left 6-9 over red, zoom in 9-12, dark 12-14, flash 14. */
const length = 20;
const ctx = createContext();
const h264 = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-an"];

const copy = async (name: string, filter: string): Promise<FileData> => {
  const source = await film();
  const stem = /questions-([0-9a-f]+)/.exec(source)?.[1] ?? "film";
  return await measureFile(
    ctx,
    await made(`copy-${name}-${stem}.mp4`, ["-i", source, "-vf", filter, ...h264]),
  );
};
async function spans(question: string, file: FileData): Promise<{ start: number; end: number }[]> {
  const { moments } = await answerQuestion(ctx, question, [file]);
  return moments.map(({ start, end }) => ({ start, end }));
}
/** The first answer overlaps a stretch well. */
async function expectAt(
  question: string,
  file: FileData,
  start: number,
  end: number,
  iou = 0.7,
): Promise<void> {
  const found = await spans(question, file);
  const shown = found.map((s) => `${s.start.toFixed(2)}-${s.end.toFixed(2)}`).join(" ");
  const best = Math.max(0, ...found.map((span) => temporalIoU(span, { start, end })));
  expect(best, `${question}: ${shown}`).toBeGreaterThanOrEqual(iou);
}
const expectNowhere = async (question: string, file: FileData): Promise<void> =>
  expect(await spans(question, file), question).toEqual([]);

describe("a mirrored copy", () => {
  let file: FileData;
  beforeAll(async () => {
    file = await copy("mirrored", "hflip");
  });
  it("turns left and right round", async () => {
    await expectAt("the camera pans left", file, 3, 6);
    await expectAt("the camera pans right", file, 6, 9);
    await expectAt("the camera pans right over something red", file, 6, 9);
  });
  it("changes nothing else", async () => {
    await expectAt("the camera zooms in", file, 9, 12);
    await expectAt("something red", file, 6, 9, 0.5);
    await expectAt("dark then a flash", file, 12, 14.12);
    await expectNowhere("something blue", file);
  });
});

describe("a reversed copy", () => {
  let file: FileData;
  beforeAll(async () => {
    file = await copy("reversed", "reverse");
  });
  it("turns directions and orders round", async () => {
    await expectAt("the camera pans left", file, length - 6, length - 3);
    await expectAt("the camera pans right", file, length - 9, length - 6);
    await expectAt("the camera zooms out", file, length - 12, length - 9);
    await expectNowhere("the camera zooms in", file);
    await expectAt("the picture fades in", file, length - 17, length - 16, 0.6);
    await expectAt("a flash", file, length - 14.12, length - 14, 0.4);
    // What came before the movements now comes after them.
    await expectAt("the camera pans right before it pans left", file, length - 9, length - 6, 0.5);
  });
  it("shows the same things, at the other end", async () => {
    await expectAt("something red", file, length - 9, length - 6, 0.5);
    await expectNowhere("something blue", file);
  });
});

describe("a copy at double speed", () => {
  let file: FileData;
  beforeAll(async () => {
    file = await copy("double", "setpts=PTS/2,fps=25");
  });
  it("has everything in half the time", async () => {
    await expectAt("the camera pans right", file, 1.5, 3);
    await expectAt("the camera pans left", file, 3, 4.5);
    await expectAt("the camera zooms in", file, 4.5, 6, 0.6);
    await expectAt("something red", file, 3, 4.5, 0.5);
  });
  it("keeps directions, orders and what is not there", async () => {
    await expectAt("dark then a flash", file, 6, 7.06, 0.6);
    await expectNowhere("the camera zooms out", file);
    await expectNowhere("something blue", file);
  });
});

it("a still of the film's middle answers no question about movement or order", async () => {
  const file = await copy("still", `select='eq(n,187)',loop=loop=250:size=1,setpts=N/25/TB`);
  for (const question of [
    "the camera pans right",
    "the camera pans left",
    "the camera zooms in",
    "dark then a flash",
    "a flash",
  ])
    await expectNowhere(question, file);
  // What one picture shows, it still shows.
  expect((await spans("something red", file)).length).toBeGreaterThan(0);
});
