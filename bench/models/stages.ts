/**
 * What the stages that watch, listen and read cost: processor seconds of this process for each minute of film, of the
 * decoder apart. `node bench/models/stages.ts FILM… [--models LIBRARY]` (a library with detectors in it).
 */
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { createContext } from "../../main/engine/context.ts";
import { openWatching } from "../../main/engine/engine/watching.ts";
import { silentLog } from "../../main/engine/log.ts";
import { buildFrameTable } from "../../main/engine/media/build-frame-table.ts";
import { decodeAudio } from "../../main/engine/media/decode-audio.ts";
import { decodeVideo, type ModelPictures } from "../../main/engine/media/decode-video.ts";
import type { PictureSink } from "../../main/engine/media/frames.ts";
import { probeFile } from "../../main/engine/media/probe.ts";
import { portsFor } from "../../main/host/engine-ports.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { models: { type: "string", default: ":memory:" } },
});
const ctx = createContext();
const opened = await openWatching(
  ctx,
  portsFor({
    libraryDir: values.models,
    ownerName: "a measurement",
    resolvePick: () => undefined,
    picking: "picker",
    bulkPrefix: "/",
    log: silentLog,
  }),
);
const watching = opened.hold();

/** Processor seconds that the work takes in this process, its threads included. */
async function cost(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

for (const path of positionals) {
  const probe = await probeFile(ctx, path);
  const minutes = probe.duration / 60;
  const say = (stage: string, seconds: number, more = ""): void => {
    process.stdout.write(
      `${basename(path)}\t${stage}\t${(seconds / minutes).toFixed(1)} s of processor for a minute${more}\n`,
    );
  };
  if (probe.video) {
    const { video } = probe;
    const table = await buildFrameTable(ctx, path, probe);
    const run = async (pictures: ModelPictures & { readonly sink: PictureSink }): Promise<void> => {
      await decodeVideo(ctx, { path, probe, table, depth: "full" }, { more: [pictures] });
    };
    for (const detection of watching.detections) {
      // The first opens the network.
      for (const round of ["opening", "measured"]) {
        const stage = detection.begin(ctx, { duration: probe.duration });
        const seconds = await cost(() => run(stage.pictures));
        const bytes = stage.finish([]).length;
        if (round === "measured") say(detection.stage, seconds, `, ${bytes} bytes kept`);
      }
    }
    if (watching.screen) {
      const stage = watching.screen.begin(ctx, { video, duration: probe.duration });
      const seconds = await cost(() => run(stage.pictures));
      const { cues, bytes } = stage.finish([]);
      say("screen", seconds, `, ${cues.length} cues, ${bytes.length} bytes kept`);
    }
  }
  if (probe.audioStream !== undefined && watching.hearing) {
    const stage = await watching.hearing.begin(ctx);
    const seconds = await cost(async () => {
      await decodeAudio(ctx, { path, probe, sampleRate: 16_000 }, stage);
    });
    say("voices", seconds, `, ${(await stage.finish()).length} bytes kept`);
    await stage.dispose();
  }
  if (probe.audioStream !== undefined && watching.transcription) {
    const stage = await watching.transcription.begin(ctx, undefined, () => {});
    const began = performance.now();
    await decodeAudio(
      ctx,
      { path, probe, sampleRate: 16_000 },
      { push: (samples) => stage.push(ctx, samples) },
    );
    const { bytes, cues } = await stage.finish(ctx);
    // Its threads are not this one's: time on the clock.
    const seconds = (performance.now() - began) / 1000;
    process.stdout.write(
      `${basename(path)}\tspeech\t${(seconds / minutes).toFixed(1)} s on the clock for a minute, ${cues.length} lines, ${bytes.length} bytes kept\n`,
    );
    await stage.dispose();
  }
}
watching.release();
await opened.dispose();
