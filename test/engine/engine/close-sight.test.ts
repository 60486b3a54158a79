import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { rendered, watched } from "../../acceptance/rendered-film.ts";
import { stubEncoder } from "../../acceptance/stub-encoder.ts";
import type { Moment } from "../../../contract/moments.ts";
import { createContext } from "../../../main/engine/context.ts";
import { createCloseSight, endsOf, mostSharpened } from "../../../main/engine/engine/close-sight.ts";
import { answerQuestion } from "../../../main/engine/grounding/answer/answer.ts";
import { buildFrameTable } from "../../../main/engine/media/build-frame-table.ts";
import { probeFile } from "../../../main/engine/media/probe.ts";
import type { ClipTextEncoder } from "../../../main/engine/models/encoder/encoder.ts";
import { made } from "../../fixtures-made/made.ts";
import { tinyLibrary } from "../models/tiny-library.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

const ctx = createContext();

describe("looking closer at the ends of what a picture encoder found", () => {
  const film = async (encoder: ClipTextEncoder) => {
    const path = await rendered([["fox", 12.4, 21.7]], 34);
    const probe = await probeFile(ctx, path);
    const table = await buildFrameTable(ctx, path, probe);
    const { shots: _, ...file } = await watched(encoder, path);
    return { file, source: { path, probe, table } };
  };
  const counted = (encoder: ClipTextEncoder) => {
    const seen = { windows: 0 };
    const counting: ClipTextEncoder = {
      ...encoder,
      embedWindows: (inner, frames) => {
        seen.windows += frames.length / (48 * 48 * 3);
        return encoder.embedWindows(inner, frames);
      },
    };
    return { seen, counting };
  };
  const best = async (file: Awaited<ReturnType<typeof film>>["file"]): Promise<Moment> => {
    const { moments } = await answerQuestion(ctx, "a fox", [file]);
    if (!moments[0]) throw new Error("not found");
    return moments[0];
  };

  it("brings both within a quarter of a second of the truth, and costs the second question nothing", async () => {
    const { seen, counting } = counted(stubEncoder(0.6, 1));
    const { file, source } = await film(counting);
    const coarse = await best(file);
    seen.windows = 0;
    const sight = createCloseSight({
      encoderOf: () => counting,
      source: () => Promise.resolve(source),
      beforeLook: () => {},
    });
    const { sights, moments } = await sight.look(ctx, [coarse]);
    expect(moments).toBe(1);
    expect(seen.windows).toBeGreaterThan(8);
    // Two stretches of four seconds and a frame, four windows a second.
    expect(seen.windows).toBeLessThanOrEqual(2 * 4 * 4.2 + 2);
    const closer = await best(sight.applied(ctx, file, sights));
    expect(Math.abs(closer.start - 12.4)).toBeLessThanOrEqual(0.25);
    expect(Math.abs(closer.end - 21.7)).toBeLessThanOrEqual(0.25);
    const before = seen.windows;
    await sight.look(ctx, [coarse]);
    expect(seen.windows).toBe(before);
  });

  it("leaves an encoder alone that looks that often anyway, moments of other channels, and more than a few", async () => {
    const { seen, counting } = counted(stubEncoder(0.6, 0.5));
    const { file, source } = await film(counting);
    const moment = await best(file);
    seen.windows = 0;
    const options = { source: () => Promise.resolve(source), beforeLook: () => {} };
    expect(
      (await createCloseSight({ encoderOf: () => counting, ...options }).look(ctx, [moment])).moments,
    ).toBe(0);
    expect(
      (await createCloseSight({ encoderOf: () => undefined, ...options }).look(ctx, [moment])).moments,
    ).toBe(0);
    const slow = stubEncoder(0.6, 1);
    const sight = createCloseSight({ encoderOf: () => slow, ...options });
    const said = {
      ...moment,
      reasons: moment.reasons.map((reason) => ({ ...reason, source: "subtitle" as const })),
    };
    expect((await sight.look(ctx, [said])).moments).toBe(0);
    const many = Array.from({ length: mostSharpened + 3 }, () => moment);
    const { moments } = await sight.look(ctx, many);
    expect(moments).toBeGreaterThan(1);
    expect(moments).toBeLessThanOrEqual(mostSharpened);
    expect(seen.windows).toBe(0);
  });

  it("stops at an abort, and goes on without a film that cannot be read", async () => {
    const encoder = stubEncoder(0.6, 1);
    const { file, source } = await film(encoder);
    const moment = await best(file);
    const stop = new AbortController();
    const sight = createCloseSight({
      encoderOf: () => encoder,
      source: () => {
        stop.abort();
        return Promise.resolve(source);
      },
      beforeLook: () => {},
    });
    await expect(sight.look(createContext({ signal: stop.signal }), [moment])).rejects.toMatchObject({
      code: "cancelled",
    });
    const gone = createCloseSight({
      encoderOf: () => encoder,
      source: () => Promise.reject(new Error("gone")),
      beforeLook: () => {},
    });
    expect((await gone.look(ctx, [moment])).moments).toBe(0);
  });

  it("takes two stretches for a long moment and one for a short", async () => {
    const { source } = await film(stubEncoder(0.6, 1));
    const spans = (start: number, end: number) =>
      endsOf(source.table, { start, end }).map(({ from, to }) => [from, to]);
    expect(spans(10, 20)).toEqual([[80, 121], [180, 221]]); // prettier-ignore
    expect(spans(10, 13)).toEqual([[80, 151]]);
    expect(spans(0, 33.9)).toEqual([[0, 21], [319, 340]]); // prettier-ignore
  });
});

describe("an engine with an encoder that looks once a second", () => {
  let folder: ReturnType<typeof scratchFolder>;
  let models: ReturnType<typeof tinyLibrary>;
  let opened: OpenedEngine;
  beforeEach(async () => {
    folder = scratchFolder();
    models = tinyLibrary();
    opened = await openEngine(join(folder.dir, "library"), {
      modelsDir: models.places.modelsDir,
      modelsHome: models.places.libraryDir,
      encoder: "tiny-clip",
    });
  });
  afterEach(async () => {
    await opened.engine.close();
    models.remove();
    folder.remove();
  });

  it("looks closer at what it found, says so, and gives the same answer twice", async () => {
    const path = await made("two-colours-8s.mp4", [
      "-f", "lavfi", "-i", "color=red:size=160x90:rate=25:duration=4",
      "-f", "lavfi", "-i", "color=green:size=160x90:rate=25:duration=4",
      "-filter_complex", "[0][1]concat=n=2", "-c:v", "libx264", "-pix_fmt", "yuv420p",
    ]); // prettier-ignore
    const id = await opened.indexed(path);
    const ask = () =>
      opened.engine.service.call("find", { question: "a lathe", mediaIds: [id], minConfidence: 0 }, call);
    const first = await ask();
    expect(first.moments.length).toBeGreaterThan(0);
    expect(first.why).toContain("Looked four times a second around the ends of what was found.");
    expect((await ask()).moments).toEqual(first.moments);
  });
});
