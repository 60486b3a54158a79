import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MediaId } from "../../../contract/ids.ts";
import { openStore } from "../../../main/engine/store/store.ts";
import { resultsOf } from "../../../main/engine/indexing/read-results.ts";
import { tinyFaces, tinyObjects, tinyVoice } from "../../../native-models/tiny/detectors.ts";
import { made } from "../../fixtures-made/made.ts";
import { tinyLibrary } from "../models/tiny-library.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
let models: ReturnType<typeof tinyLibrary>;
let opened: OpenedEngine | undefined;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(async () => {
  await opened?.engine.close().catch(() => {});
  opened = undefined;
  models.remove();
  folder.remove();
});

/**
 * Twelve seconds on grey: a red square (a person) walks from 1 s to 11 s, a second one stands from 4 s to 8 s, a green one
 * (a dog to one detector, a face to the other) from 9 s on; a tone from 2 s to 5 s (speech).
 */
const film = (): Promise<string> =>
  made("squares-12s.mp4", [
    "-f", "lavfi", "-i", "color=0x707070:size=320x320:rate=25:duration=12",
    "-f", "lavfi", "-i", "color=red:size=40x40:rate=25:duration=12",
    "-f", "lavfi", "-i", "color=lime:size=40x40:rate=25:duration=12",
    "-f", "lavfi", "-i", "sine=frequency=300:sample_rate=16000:duration=12",
    "-filter_complex",
    "[1]split=2[r1][r2];[0][r1]overlay=x='(t-1)*24':y=64:enable='between(t,1,11)'[a];[a][r2]overlay=x=224:y=224:enable='between(t,4,8)'[b];[b][2]overlay=x=32:y=224:enable='gte(t,9)',format=yuv420p[v];[3]volume='if(between(t,2,5),6,0)':eval=frame[s]",
    "-map", "[v]", "-map", "[s]", "-c:v", "libx264", "-crf", "12", "-c:a", "pcm_s16le", "-f", "matroska",
  ]); // prettier-ignore

const places = () => ({ modelsDir: models.places.modelsDir, modelsHome: models.places.libraryDir });
const library = (): string => join(folder.dir, "library");

/** What is stored of a file, read when nobody has the library open. */
async function stored<T>(id: MediaId, read: (results: ReturnType<typeof resultsOf>) => T): Promise<T> {
  await opened?.engine.close();
  opened = undefined;
  const store = openStore(library(), "a test");
  try {
    return read(resultsOf(store, id));
  } finally {
    store.close();
  }
}
const stagesOf = async (id: MediaId) =>
  (await opened?.engine.service.call("media.get", { id }, call))?.stages ?? {};

describe("detectors in the index", () => {
  it("give tracks and spans from the one decode, each under its own key", async () => {
    models = tinyLibrary([tinyObjects(), tinyFaces(), tinyVoice()]);
    opened = await openEngine(library(), places());
    const id = await opened.indexed(await film());
    expect(await stagesOf(id)).toMatchObject({
      objects: "done",
      faces: "done",
      voices: "done",
      audio: "done",
    });
    const { objects, faces, voices } = await stored(id, (r) => ({
      objects: r.objects(),
      faces: r.faces(),
      voices: r.voices(),
    }));
    expect(objects?.model).toMatchObject({ id: "tiny-objects", revision: "1" });
    expect(objects?.pictures).toBe(24);
    const people = objects?.tracks.filter((t) => t.label === "person") ?? [];
    const spans = people.map((t) => [t.seen[0]?.time ?? 0, t.seen.at(-1)?.time ?? 0]);
    expect(spans).toHaveLength(2);
    expect(spans[0]?.[0]).toBeCloseTo(1, 0);
    expect(spans[0]?.[1]).toBeCloseTo(10.7, 0);
    expect(spans[1]?.[0]).toBeCloseTo(4, 1);
    expect(spans[1]?.[1]).toBeCloseTo(7.8, 0);
    // The walker goes to the right; frames are those of the frame table.
    const [walker] = people;
    expect(walker?.seen.at(-1)?.left).toBeGreaterThan((walker?.seen[0]?.left ?? 1) + 0.5);
    for (const { frame, time } of walker?.seen ?? []) expect(frame).toBe(Math.round(time * 25));
    expect(objects?.tracks.filter((t) => t.label === "dog")).toHaveLength(1);
    expect(faces?.tracks).toHaveLength(1);
    expect(faces?.tracks[0]?.seen[0]?.time).toBeCloseTo(9, 1);
    expect(voices?.spans).toHaveLength(1);
    expect(voices?.spans[0]?.start).toBeCloseTo(2, 0);
    expect(voices?.spans[0]?.end).toBeCloseTo(5, 0);
  });

  it("are not spoken of where none is installed, and are added later without the rest being done again", async () => {
    models = tinyLibrary([]);
    opened = await openEngine(library(), places());
    const id = await opened.indexed(await film());
    const before = await stagesOf(id);
    expect(Object.keys(before)).not.toEqual(expect.arrayContaining(["objects"]));
    expect(before).not.toHaveProperty("voices");
    const shots = await opened.engine.service.call("media.shots", { id }, call);
    await opened.engine.close();

    const more = tinyLibrary([tinyObjects(), tinyVoice()]);
    const left = models;
    models = { ...more, remove: () => (left.remove(), more.remove()) };
    opened = await openEngine(library(), places());
    await expect
      .poll(() => stagesOf(id), { timeout: 20_000 })
      .toMatchObject({ objects: "done", voices: "done" });
    expect(await opened.engine.service.call("media.shots", { id }, call)).toEqual(shots);
    expect((await stored(id, (r) => r.objects()))?.tracks.length).toBeGreaterThanOrEqual(3);
  });

  it("that fail take only their own stage with them", async () => {
    models = tinyLibrary([tinyObjects(), tinyFaces(), tinyVoice()]);
    writeFileSync(join(models.folderOf("tiny-objects"), "network.onnx"), "not a network");
    writeFileSync(join(models.folderOf("tiny-voice"), "network.onnx"), "not a network");
    opened = await openEngine(library(), places());
    const id = await opened.indexed(await film());
    expect(await stagesOf(id)).toMatchObject({
      objects: "failed",
      voices: "failed",
      faces: "done",
      shots: "done",
      signals: "done",
      audio: "done",
    });
  });

  it("need every frame, and have nothing to do for sound alone", async () => {
    models = tinyLibrary([tinyObjects(), tinyVoice()]);
    opened = await openEngine(library(), places());
    await opened.engine.service.call("settings.set", { depth: "fast" }, call);
    const id = await opened.indexed(await film());
    expect(await stagesOf(id)).toMatchObject({ objects: "absent", voices: "done" });
    await opened.engine.service.call("settings.set", { depth: "full" }, call);
    await opened.settled();
    expect((await stagesOf(id)).objects).toBe("done");
    const tone = await made("tone-3s.wav", ["-f", "lavfi", "-i", "sine=frequency=300:duration=3"]);
    const heard = await opened.indexed(tone);
    expect(await stagesOf(heard)).toMatchObject({ objects: "skipped", voices: "done" });
  });
});
