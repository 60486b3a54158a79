import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MediaId } from "../../../contract/ids.ts";
import { made } from "../../fixtures-made/made.ts";
import { tinyLibrary } from "../models/tiny-library.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

/** Nine seconds: grey, a colour from 3 to 6, grey; left and right halves may differ. */
const film = (name: string, left: string, right: string): Promise<string> =>
  made(`halves-${name}.mp4`, [
    "-f", "lavfi", "-i", "color=0x707070:size=96x64:rate=8:duration=9",
    "-f", "lavfi", "-i", `color=${left}:size=48x64:rate=8:duration=3`,
    "-f", "lavfi", "-i", `color=${right}:size=48x64:rate=8:duration=3`,
    "-filter_complex", "[1][2]hstack,setpts=PTS+3/TB[c];[0][c]overlay=eof_action=pass",
    "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
  ]); // prettier-ignore

const folder = scratchFolder();
const models = tinyLibrary();
let opened: OpenedEngine;
let [red, crimson, green, mixed] = ["", "", "", ""] as MediaId[];
beforeAll(async () => {
  opened = await openEngine(join(folder.dir, "library"), {
    modelsDir: models.places.modelsDir,
    modelsHome: models.places.libraryDir,
    encoder: "tiny-mini",
  });
  red = await opened.indexed(await film("red", "0xd02020", "0xd02020"));
  crimson = await opened.indexed(await film("crimson", "0xc01818", "0xc01818"));
  green = await opened.indexed(await film("green", "0x20d020", "0x20d020"));
  mixed = await opened.indexed(await film("mixed", "0xd02020", "0x2020d0"));
}, 200_000);
afterAll(async () => {
  await opened.engine.close();
  models.remove();
  folder.remove();
});

describe("what looks like a frame", () => {
  const alike = (mediaId: MediaId, frame: number, more: object = {}) =>
    opened.engine.service.call("find.alike", { mediaId, frame, mediaIds: [], ...more }, call);

  it("is found in other films, surest first, and not the moment itself", async () => {
    const found = await alike(red!, 36);
    const best = found.moments[0];
    expect(best).toMatchObject({ mediaId: crimson, verdict: "found" });
    expect(best!.start).toBeGreaterThanOrEqual(2);
    expect(best!.end).toBeLessThanOrEqual(7);
    expect(best!.reasons[0]!.text).toMatch(/looks like frame 36 of halves-red.mp4 \(likeness (?:1\.0|0\.9)/);
    expect(found.moments.some((m) => m.mediaId === red && m.start < 4.5 && m.end > 4.5)).toBe(false);
    expect(found.moments.every((m) => m.mediaId !== green || m.confidence < best!.confidence)).toBe(true);
    expect(found).toMatchObject({ answerable: true, model: "tiny-mini@1" });
    expect(found.curves).toHaveLength(4);
  });

  it("can be a part of it", async () => {
    const right = { left: 0.5, top: 0, width: 0.5, height: 1 };
    const whole = await alike(mixed!, 36, { mediaIds: [red, green] });
    const left = await alike(mixed!, 36, { region: { ...right, left: 0 }, mediaIds: [red, green] });
    const sure = (result: typeof whole): number =>
      Math.max(
        0,
        ...[...result.moments, ...result.weaker].filter((m) => m.mediaId === red).map((m) => m.confidence),
      );
    // The left half is red, the whole is red and blue, the right half is blue.
    expect(sure(left)).toBeGreaterThan(sure(whole));
    expect(sure(left)).toBeGreaterThan(
      sure(await alike(mixed!, 36, { region: right, mediaIds: [red, green] })),
    );
    expect(left.chips[0]!.meaning).toBe("looks like a part of frame 36 of halves-mixed.mp4");
  });

  it("names what is wrong", async () => {
    await expect(alike(red!, 100_000)).rejects.toMatchObject({ code: "out-of-range" });
    await expect(alike("m_notInTheLibrary" as MediaId, 1)).rejects.toMatchObject({ code: "not-found" });
    const plain = await openEngine(join(folder.dir, "plain"));
    const id = await plain.indexed(await film("red", "0xd02020", "0xd02020"));
    await expect(
      plain.engine.service.call("find.alike", { mediaId: id, frame: 1, mediaIds: [] }, call),
    ).rejects.toMatchObject({ code: "model-missing" });
    await plain.engine.close();
  });
});

describe("stars and rejections", () => {
  it("teach a question, and taking them back makes it what it was", async () => {
    const question = "a garden party";
    const find = () => opened.engine.service.call("find", { question, mediaIds: [], minConfidence: 0 }, call);
    const level = (result: Awaited<ReturnType<typeof find>>, id: MediaId): number =>
      Math.max(0, ...result.moments.filter((m) => m.mediaId === id).map((m) => m.confidence));
    const before = await find();
    const range = (start: number, end: number) => ({ start, end, timeBase: { num: 1, den: 1 } });
    const mark = (mediaId: MediaId, kind: "star" | "reject" | undefined) =>
      opened.engine.service.call(
        "marks.set",
        { mediaId, range: range(3, 6), question, ...(kind ? { kind } : {}) },
        call,
      );
    await mark(red!, "star");
    await mark(green!, "reject");
    const after = await find();
    // Crimson was not marked: it rises because it looks like what was starred.
    const best = after.moments
      .filter((m) => m.mediaId === crimson)
      .toSorted((a, b) => b.confidence - a.confidence)[0];
    expect(best?.start).toBeGreaterThanOrEqual(2);
    expect(best?.end).toBeLessThanOrEqual(7);
    expect(level(after, crimson!)).toBeGreaterThan(0.8);
    expect(level(after, green!)).toBeLessThan(level(after, crimson!));
    expect(best?.reasons.map(({ text }) => text).join()).toContain(
      "learned from 1 that you starred and 1 that you rejected",
    );
    // Another question knows nothing of it.
    const other = await opened.engine.service.call("find", { question: "a blue ball", mediaIds: [] }, call);
    expect(JSON.stringify(other)).not.toContain("learned from");
    await mark(red!, undefined);
    await mark(green!, undefined);
    expect((await find()).moments).toEqual(before.moments);
  });
});
