import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { TurnId } from "../../../contract/ids.ts";
import type { ChatAnswer } from "../../../contract/moments.ts";
import { framesFor } from "../../../main/engine/engine/look-at-moment.ts";
import { tinySmolVlm } from "../../../native-models/tiny/looking.ts";
import type { TinyModel } from "../../../native-models/tiny/models.ts";
import { made } from "../../fixtures-made/made.ts";
import { tinyLibrary } from "../models/tiny-library.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
let models: ReturnType<typeof tinyLibrary> | undefined;
let opened: OpenedEngine | undefined;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(async () => {
  await opened?.engine.close();
  opened = undefined;
  models?.remove();
  folder.remove();
});
const open = async (tiny: readonly TinyModel[]): Promise<OpenedEngine> => {
  models = tinyLibrary(tiny);
  opened = await openEngine(join(folder.dir, "library"), {
    modelsDir: models.places.modelsDir,
    modelsHome: models.places.libraryDir,
    readScreen: false,
  });
  return opened;
};

/** Four seconds of red and four of blue. */
const film = (): Promise<string> =>
  made("red-blue-8s.mp4", [
    "-f", "lavfi", "-i", "color=red:size=160x90:rate=25:duration=4",
    "-f", "lavfi", "-i", "color=blue:size=160x90:rate=25:duration=4",
    "-filter_complex", "[0][1]concat=n=2", "-c:v", "libx264", "-pix_fmt", "yuv420p",
  ]); // prettier-ignore

let turns = 0;
const ask = (engine: OpenedEngine, question: string): Promise<ChatAnswer> =>
  engine.engine.service.call(
    "chat.ask",
    { turnId: TurnId.parse(`t_${String(turns++).padStart(8, "0")}`), question, mediaIds: [] },
    call,
  );

test("a stretch is shown to the model, which describes it and answers; its frames come with it", async () => {
  const engine = await open([tinySmolVlm()]);
  const id = await engine.indexed(await film());
  const seen = await engine.engine.service.call("media.describe", { mediaId: id, start: 4, end: 8 }, call);
  expect(seen).toEqual({
    text: "a blue picture",
    cut: false,
    frames: [112, 137, 162, 187],
    model: "tiny-smolvlm@1",
    title: "Tiny SmolVLM",
  });
  const answered = await engine.engine.service.call(
    "media.describe",
    { mediaId: id, start: 1, end: 1, question: "Which colour is it?" },
    call,
  );
  expect([answered.text, answered.frames]).toEqual(["red", [25]]);
  await expect(
    engine.engine.service.call("media.describe", { mediaId: id, start: 9, end: 10 }, call),
  ).rejects.toMatchObject({ code: "out-of-range" });
});

test("the analyst says what the model wrote beside what was measured, marked as its words, with its frames", async () => {
  const engine = await open([tinySmolVlm()]);
  await engine.indexed(await film());
  const { answer, footnotes } = await ask(engine, "what is at 0:06?");
  expect(answer).toContain("much blue");
  expect(answer).toContain("Written by Tiny SmolVLM, from 4 frames, not measured: “a blue picture” [2].");
  expect(footnotes.map((f) => f.writtenBy)).toEqual([undefined, "tiny-smolvlm@1"]);
  const [measured, written] = footnotes.map((f) => f.moment);
  expect(measured?.reasons.some((r) => r.source === "signal")).toBe(true);
  expect(written?.reasons).toHaveLength(1);
  expect(written?.reasons[0]?.frames).toHaveLength(4);
  expect(written?.verdict).not.toBe("found");
  const asked = await ask(engine, "look at 0:02 and tell me: which colour is it?");
  expect(asked.intent).toBe("look");
  expect(asked.answer).toMatch(/red-blue-8s.*“red” \[1\]/);
  const cut = await ask(engine, "when is there a cut?");
  expect(cut.footnotes.length).toBeGreaterThan(0);
  expect((await ask(engine, "look at it")).answer).toMatch(
    /Written by Tiny SmolVLM, from \d frames?, not measured/,
  );
});

test("without such a model it says what is missing, and everything measured is told as before", async () => {
  const engine = await open([]);
  const id = await engine.indexed(await film());
  await expect(
    engine.engine.service.call("media.describe", { mediaId: id, start: 0, end: 1 }, call),
  ).rejects.toMatchObject({
    code: "model-missing",
    hint: expect.stringMatching(/models install smolvlm2/) as string,
  });
  const { answer, footnotes } = await ask(engine, "look at 0:02: which colour is it?");
  expect(answer).toMatch(/needs a video-language model, and none is installed/);
  expect(footnotes).toEqual([]);
  expect((await ask(engine, "what is at 0:06?")).answer).not.toMatch(/Written by/);
});

test("a model that fails is named and leaves the rest of the answer standing", async () => {
  const broken = tinySmolVlm({ template: "none" });
  const engine = await open([broken]);
  await engine.indexed(await film());
  const { answer, footnotes } = await ask(engine, "what is at 0:06?");
  expect(answer).toContain("much blue");
  expect(answer).toMatch(/could not: .*no chat template/);
  expect(footnotes).toHaveLength(1);
});

test("frames stand for equal parts of a stretch, each once", () => {
  const table = { count: 100, atTime: (seconds: number) => Math.floor(seconds * 10) };
  expect(framesFor(table, 0, 4, 4)).toEqual([5, 15, 25, 35]);
  expect(framesFor(table, 2, 2, 4)).toEqual([20]);
  expect(framesFor(table, 9.5, 20, 2)).toEqual([99]);
});
