import { FootnoteError } from "../../../../contract/errors.ts";
import type { Context } from "../../context.ts";
import { needsDecoding } from "../build-frame-table.ts";
import type { VideoSource } from "../decode-video.ts";
import { isJoinedCodec, splitUnits, startsAnew, type JoinedCodec } from "./nal-units.ts";
import { listPackets, readPackets, type PacketFacts } from "./packets.ts";
import { parameterSets, sequenceFacts, type ParameterSets } from "./parameter-sets.ts";
import { isVp9Key } from "./vp9.ts";

/** What a smart cut copies of frames [startFrame, endFrame) of the source. */
export interface SmartPlan {
  readonly codec: JoinedCodec;
  /** Copied as they are, frames of the source, half-open; equal where nothing can be. */
  readonly copyFrom: number;
  readonly copyTo: number;
  /** The packets from which the copy is taken, in decoding order from about `copyFrom` on. */
  readonly packets: readonly PacketFacts[];
  /** For each of them: its frame, or undefined for one that is left out. */
  readonly frames: readonly (number | undefined)[];
  /** Settings that the copied pictures refer to. */
  readonly sets: ParameterSets;
}

const exactInstead = "Export it in exact mode, or in fast mode from the key frame before.";

/** Why a film cannot be cut this way; undefined when it can, as far as its description tells. */
export function smartObstacle({ probe, path }: VideoSource): FootnoteError | undefined {
  const { video } = probe;
  const refuse = (why: string, hint = exactInstead) =>
    new FootnoteError("unsupported", why, { file: path, hint });
  if (!video) return new FootnoteError("no-video", "The file has no video stream.", { file: path });
  if (video.codec === "av1")
    return refuse(
      "AV1 cannot be joined: the parts that are encoded anew need a sequence header of their own, and a file holds only one.",
    );
  if (!isJoinedCodec(video.codec))
    return refuse(`Smart cutting joins H.264, H.265 and VP9 only; this film is ${video.codec}.`);
  if (needsDecoding(probe)) return refuse("This container does not tell the times of its frames.");
  if (video.interlaced) return refuse("Interlaced pictures cannot be joined exactly.");
  if (video.mirrored) return refuse("Mirrored films cannot be joined.");
  return undefined;
}

/**
 * Finds the frames that can be copied: from the first key frame of the range on, up to the last frame that needs none
 * after it. B-frames are told by the packets' order: a copy may end wherever the packets so far are just the frames so far.
 * Errors: unsupported (codec, interlaced, times that packets do not tell), out-of-range.
 */
export async function planSmart(
  ctx: Context,
  source: VideoSource,
  startFrame: number,
  endFrame: number,
): Promise<SmartPlan> {
  const obstacle = smartObstacle(source);
  if (obstacle) throw obstacle;
  const codec = source.probe.video?.codec as JoinedCodec;
  const { table } = source;
  let key = startFrame;
  while (key < endFrame && !table.isKey(key)) key++;
  const nothing = {
    codec,
    copyFrom: endFrame,
    copyTo: endFrame,
    packets: [],
    frames: [],
    sets: new Map<string, Buffer>(),
  };
  if (key >= endFrame) return nothing;
  const packets = await listPackets(ctx, source, codec, key, endFrame - 1);
  const first = packets.findIndex((p) => p.pts === table.pts(key));
  if (first < 0) return nothing;
  const frames: (number | undefined)[] = packets.map(() => undefined);
  let [count, highest, copyTo, used] = [0, key - 1, key, first];
  for (let i = first; i < packets.length; i++) {
    const pts = packets[i]?.pts;
    if (pts === undefined) break;
    // Shown before the key frame, decoded after it: of an open group. Its frame is encoded anew.
    if (pts < table.pts(key)) continue;
    const frame = table.at(pts);
    // A picture that an edit list hides: what depends on it cannot be told.
    if (table.pts(frame) !== pts) break;
    frames[i] = frame;
    count++;
    highest = Math.max(highest, frame);
    if (highest >= endFrame) continue;
    if (count === highest - key + 1) [copyTo, used] = [highest + 1, i + 1];
  }
  if (copyTo === key) return nothing;
  const list = packets.slice(0, used);
  const sets = await checkStart(ctx, source, codec, key, list, first);
  return { codec, copyFrom: key, copyTo, packets: list, frames: frames.slice(0, used), sets };
}

/** Looks into the first copied packet: it must begin a sequence of its own. Errors: unsupported. */
async function checkStart(
  ctx: Context,
  source: VideoSource,
  codec: JoinedCodec,
  key: number,
  list: readonly PacketFacts[],
  first: number,
): Promise<ParameterSets> {
  const refuse = (why: string) =>
    new FootnoteError("unsupported", why, { file: source.path, hint: exactInstead });
  let at = 0;
  for await (const packet of readPackets(ctx, source, codec, key, list.slice(0, first + 1))) {
    if (at++ < first) continue;
    if (codec === "vp9") {
      if (!isVp9Key(packet)) throw refuse("The key frames of this film are not where they should be.");
      return new Map();
    }
    const units = splitUnits(packet);
    if (!startsAnew(codec, units))
      throw refuse("The key frames of this film lean on pictures before them (open groups without IDR).");
    const sets = parameterSets(codec, units);
    const facts = sequenceFacts(codec, sets);
    if (!facts) throw refuse("The coding settings of this film are not where they should be.");
    if (!facts.framesOnly) throw refuse("Interlaced pictures cannot be joined exactly.");
    return sets;
  }
  throw refuse("The packets of this film cannot be read one by one.");
}
