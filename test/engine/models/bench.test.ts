import { describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { benchModel } from "../../../main/engine/models/manage/bench-model.ts";
import {
  tinyDetr,
  tinyFaces,
  tinyObjects,
  tinyTextFinder,
  tinyVoice,
} from "../../../native-models/tiny/detectors.ts";
import { tinyLetters } from "../../../native-models/tiny/letters.ts";
import { tinyQwenVl, tinySmolVlm } from "../../../native-models/tiny/looking.ts";
import { tinyClip, tinyMini } from "../../../native-models/tiny/models.ts";
import { tinyMomentHead } from "../../../native-models/tiny/moments.ts";
import { tinySentences } from "../../../native-models/tiny/sentences.ts";
import { tinyShots } from "../../../native-models/tiny/shots.ts";
import { tinyClap } from "../../../native-models/tiny/sounds.ts";
import { tinyMoonshine, tinyWhisper } from "../../../native-models/tiny/speech.ts";
import { ownLibrary } from "./tiny-library.ts";
import { twoPrecisions } from "./two-precisions.ts";

const ctx = createContext();

describe("every kind that is installed is timed in its own unit", () => {
  it.each([
    [tinyMini(), ["windows", "sentences"]],
    [tinyClip(), ["pictures", "sentences"]],
    [tinySentences(), ["sentences"]],
    [tinyClap(), ["seconds of sound", "sentences"]],
    [tinyWhisper(), ["seconds of sound"]],
    [tinyMoonshine(), ["seconds of sound"]],
    [tinyVoice(), ["seconds of sound"]],
    [tinyObjects(), ["pictures"]],
    [tinyDetr(), ["pictures"]],
    [tinyFaces(), ["pictures"]],
    [tinyTextFinder(), ["pictures"]],
    [tinyLetters(), ["lines"]],
    [tinyShots(), ["pictures"]],
    [tinySmolVlm(), ["tokens"]],
    [tinyQwenVl(), ["tokens"]],
  ] as const)("$manifest.title", async (tiny, counted) => {
    const { places } = ownLibrary([tiny]);
    const { id, rows } = await benchModel(ctx, places, tiny.manifest.id);
    expect([id, rows.length]).toEqual([tiny.manifest.id, 1]);
    const [row] = rows;
    expect(row).toMatchObject({ variant: "fp32", agreement: undefined });
    expect(row?.rates.map((rate) => rate.of)).toEqual(counted);
    for (const { perSecond } of row?.rates ?? []) expect(perSecond).toBeGreaterThan(0);
    expect(row?.loadMs).toBeGreaterThan(0);
  });

  it("both precisions of a model, each with its agreement", async () => {
    const { places } = ownLibrary([twoPrecisions(0.004)]);
    const { rows } = await benchModel(ctx, places, "tiny-clip");
    expect(rows.map((row) => row.variant)).toEqual(["int8", "fp32"]);
    expect(rows[0]?.agreement).toBeGreaterThan(0.98);
    expect(rows[0]?.agreement).toBeLessThan(1);
    expect(rows[1]?.agreement).toBe(1);
  });

  it("what cannot be timed by itself says why", async () => {
    const { places } = ownLibrary([tinyMini(), tinyMomentHead()]);
    const { id } = tinyMomentHead().manifest;
    await expect(benchModel(ctx, places, id)).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringMatching(
        /cannot be timed by itself: it works on another encoder's vectors/,
      ) as string,
    });
    await expect(benchModel(ctx, places, "nobody")).rejects.toMatchObject({ code: "not-found" });
  });

  it("and stops when asked to", async () => {
    const { places } = ownLibrary([tinyObjects()]);
    const stop = new AbortController();
    const stopping = createContext({ signal: stop.signal, progress: () => stop.abort() });
    await expect(benchModel(stopping, places, "tiny-objects")).rejects.toMatchObject({ code: "cancelled" });
  });
});
