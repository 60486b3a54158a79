import { createHash } from "node:crypto";
import { measureFile } from "../../bench/questions/measure-file.ts";
import { createContext } from "../../main/engine/context.ts";
import { pictureChannelFor } from "../../main/engine/embed/channel.ts";
import { embedStage } from "../../main/engine/embed/stage.ts";
import { decodeVectors, type StoredVectors } from "../../main/engine/embed/vectors.ts";
import type { FileData } from "../../main/engine/grounding/answer/file-data.ts";
import { peakOf } from "../../main/engine/grounding/presence/presence.ts";
import { queryBank } from "../../main/engine/grounding/presence/query-bank.ts";
import { buildFrameTable } from "../../main/engine/media/build-frame-table.ts";
import { decodeVideo } from "../../main/engine/media/decode-video.ts";
import { probeFile } from "../../main/engine/media/probe.ts";
import type { ClipTextEncoder } from "../../main/engine/models/encoder/encoder.ts";
import { made } from "../fixtures-made/made.ts";
import { concepts, type Concept } from "./stub-encoder.ts";

/** A thing and the seconds in which a film shows it. */
export type Shown = readonly [concept: Concept, from: number, to: number];

const colours = ["red", "lime", "blue", "yellow", "magenta", "cyan", "orange", "purple"];

/** Renders a film of grey noise that shows things at known times, and what else `filters` does to it. Kept in the cache. */
export async function rendered(shown: readonly Shown[], seconds: number, filters = ""): Promise<string> {
  const boxes = shown.map(([concept, from, to]) => {
    const n = concepts.indexOf(concept);
    const [x, y] = [(n % 3) * 48, Math.floor(n / 3) * 48];
    return `drawbox=x=${x}:y=${y}:w=48:h=48:color=${colours[n] ?? "red"}:t=fill:enable='gte(t,${from})*lt(t,${to})'`;
  });
  const graph = ["noise=alls=14:allf=t:all_seed=7", ...boxes, ...(filters === "" ? [] : [filters])].join(",");
  const args = [
    "-f", "lavfi", "-i", `color=0x707070:size=144x144:rate=10:duration=${seconds}`,
    "-vf", graph, "-c:v", "libx264", "-preset", "ultrafast", "-crf", "20", "-pix_fmt", "yuv420p",
  ]; // prettier-ignore
  const name = createHash("sha256").update(args.join(" ")).digest("hex").slice(0, 12);
  return await made(`acceptance-${name}.mp4`, args);
}

/** Decodes a film and hands its pictures to an encoder, as indexing does. */
export async function embedded(encoder: ClipTextEncoder, path: string): Promise<StoredVectors> {
  const ctx = createContext();
  const probe = await probeFile(ctx, path);
  if (!probe.video) throw new Error("no pictures");
  const table = await buildFrameTable(ctx, path, probe);
  const stage = await embedStage(ctx, encoder, {
    video: probe.video,
    duration: table.endTime(table.count - 1),
  });
  await decodeVideo(ctx, { path, probe, table, depth: "full" }, { model: stage.pictures });
  return decodeVectors(await stage.finish());
}

/** A film as questions see it: light, cuts and movement measured, and pictures as the encoder sees them. */
export async function watched(encoder: ClipTextEncoder, path: string): Promise<FileData> {
  const ctx = createContext();
  const file = await measureFile(ctx, path);
  const picture = await pictureChannelFor(ctx, encoder, await embedded(encoder, path), {
    bank: { texts: queryBank, peakOf },
  });
  return { ...file, picture };
}
