import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { similarityCurve } from "../../../main/engine/embed/curve.ts";
import { soundsStage } from "../../../main/engine/embed/sounds.ts";
import { decodeVectors } from "../../../main/engine/embed/vectors.ts";
import { findRunnable, loadCatalogue } from "../../../main/engine/models/catalogue.ts";
import { createSoundEncoder } from "../../../main/engine/models/transformers/sound-encoder.ts";
import { tinyClap } from "../../../native-models/tiny/sounds.ts";
import { made } from "../../fixtures-made/made.ts";
import { tinyLibrary } from "../models/tiny-library.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
let models: ReturnType<typeof tinyLibrary>;
let opened: OpenedEngine | undefined;
beforeEach(() => {
  folder = scratchFolder();
  models = tinyLibrary([tinyClap()]);
});
afterEach(async () => {
  await opened?.engine.close();
  opened = undefined;
  models.remove();
  folder.remove();
});

/** A minute: nothing but a low tone from 10 s to 20 s and a high one from 40 s to 50 s. */
const tones = (): Promise<string> =>
  made("tones-60s.wav", [
    "-f", "lavfi", "-i", "sine=frequency=300:sample_rate=48000:duration=60",
    "-f", "lavfi", "-i", "sine=frequency=2000:sample_rate=48000:duration=60",
    "-filter_complex",
    "[0]volume='if(between(t,10,20),4,0)':eval=frame[l];[1]volume='if(between(t,40,50),4,0)':eval=frame[h];[l][h]amix=inputs=2:normalize=0[s]",
    "-map", "[s]", "-c:a", "pcm_s16le",
  ]); // prettier-ignore

it("sounds are found by their description, and where they are", async () => {
  const library = join(folder.dir, "library");
  opened = await openEngine(join(folder.dir, "plain"));
  const plain = await opened.indexed(await tones());
  const question = "the sound of whistling";
  expect(await opened.engine.service.call("find", { question, mediaIds: [plain] }, call)).toMatchObject({
    answerable: false,
    needs: "model",
  });
  await opened.engine.close();
  opened = await openEngine(library, {
    modelsDir: models.places.modelsDir,
    modelsHome: models.places.libraryDir,
  });
  const id = await opened.indexed(await tones());
  expect((await opened.engine.service.call("media.get", { id }, call)).stages.sounds).toBe("done");
  const found = await opened.engine.service.call("find", { question, mediaIds: [id] }, call);
  const [best] = found.moments;
  expect(best?.start).toBeGreaterThanOrEqual(36);
  expect(best?.end).toBeLessThanOrEqual(54);
  expect(JSON.stringify(best?.reasons)).toContain("sounds like");
});

it("windows of five seconds lie around their rows, quiet ones are not computed, and a short sound has one", async () => {
  const entry = findRunnable(await loadCatalogue(createContext(), models.places), "tiny-clap");
  const encoder = createSoundEncoder(entry.manifest, entry.folder, "fp32");
  let computed = 0;
  const counted = {
    ...encoder,
    embedSound: (...args: Parameters<typeof encoder.embedSound>) => (computed++, encoder.embedSound(...args)),
  };
  const ctx = createContext();
  const listen = async (seconds: number, sounding: (t: number) => number) => {
    const stage = soundsStage(counted);
    for (let from = 0; from < seconds * stage.rate; from += 10_000)
      await stage.push(
        ctx,
        Float32Array.from({ length: Math.min(10_000, seconds * stage.rate - from) }, (_, i) =>
          sounding((from + i) / stage.rate),
        ),
      );
    return decodeVectors(await stage.finish(ctx));
  };
  const high = (t: number): number => 0.3 * Math.sin(2 * Math.PI * 2000 * t);
  const vectors = await listen(30, (t) => (t >= 15 && t < 20 ? high(t) : 0));
  expect(vectors.rates[0]?.vectorOf).toHaveLength(12);
  expect(computed).toBeLessThanOrEqual(4);
  const [whistle] = [await encoder.embedTexts(ctx, ["whistle"])];
  const curve = similarityCurve(vectors, whistle);
  const best = curve.indexOf(Math.max(...curve));
  expect([6, 7]).toContain(best);
  expect(curve[0]).toBeLessThan(0.2);
  expect((await listen(1, high)).rates[0]?.vectorOf).toHaveLength(1);
  await encoder.dispose();
});
