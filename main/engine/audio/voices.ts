import { z } from "zod";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { FootnoteError } from "../../../contract/errors.ts";
import type { Context } from "../context.ts";
import type { SoundSink } from "../media/frames.ts";
import type { ModelManifest, ModelVariant } from "../models/manifest.ts";
import { openVoiceMeter } from "../models/detectors/voice-activity.ts";

/** Raised whenever the speech found in the same sound changes for reasons of this room. */
const version = 1;
/** Seconds for each kept chance: the largest within it. */
const keptStep = 0.1;

/** A voice detector that can be run. */
export interface VoiceModel {
  readonly manifest: ModelManifest;
  readonly folder: string;
  readonly variant: ModelVariant["name"];
}

/** Where somebody speaks in one file. */
export interface StoredVoices {
  readonly model: { readonly id: string; readonly revision: string; readonly title: string };
  /** Seconds, half-open, in order and apart from each other. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  /** Chance of speech, 0 to 1, one value per `step` seconds from zero. */
  readonly step: number;
  readonly chances: Float32Array;
}

/** What stored speech spans depend on. */
export const voiceKey = ({ manifest, variant }: VoiceModel): string =>
  [`${manifest.id}@${manifest.revision}`, variant, `v${version}`].join("/");

/** Takes mono sound of 16 kHz beside the other meters. */
export interface VoiceStage extends SoundSink {
  push(samples: Float32Array): Promise<void>;
  /** Ends the work; the bytes to keep. */
  finish(): Promise<Uint8Array>;
  dispose(): Promise<void>;
}

/** Opens the stage "voices" for one file. Errors: model-refused, cancelled. */
export async function voiceStage(ctx: Context, model: VoiceModel): Promise<VoiceStage> {
  const { manifest, folder, variant } = model;
  const meter = await openVoiceMeter(ctx, manifest, folder, variant);
  return {
    push: (samples) => meter.push(samples),
    finish: async () => {
      const { step, chances, spans } = await meter.finish();
      const kept = new Float32Array(Math.ceil((chances.length * step) / keptStep - 1e-6));
      chances.forEach((chance, i) => {
        const at = Math.min(kept.length - 1, Math.floor((i * step) / keptStep));
        kept[at] = Math.max(kept[at] ?? 0, chance);
      });
      const { id, revision, title } = manifest;
      return encodeVoices({ model: { id, revision, title }, spans, step: keptStep, chances: kept });
    },
    dispose: () => meter.dispose(),
  };
}

const Header = z.object({
  model: z.object({ id: z.string(), revision: z.string(), title: z.string() }),
  spans: z.array(z.tuple([z.number(), z.number()])),
  step: z.number().positive(),
  count: z.int().nonnegative(),
});

/** Spans to the millisecond, chances in 8 bits. */
export function encodeVoices({ model, spans, step, chances }: StoredVoices): Uint8Array {
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  const header = Buffer.from(
    JSON.stringify({
      model,
      spans: spans.map(({ start, end }) => [round(start), round(end)]),
      step,
      count: chances.length,
    } satisfies z.input<typeof Header>),
  );
  const head = Buffer.alloc(4);
  head.writeUInt32LE(header.length);
  const body = Uint8Array.from(chances, (chance) => Math.round(Math.min(1, Math.max(0, chance)) * 255));
  return deflateRawSync(Buffer.concat([head, header, body]));
}

/** Reads what `encodeVoices` wrote. Errors: library-damaged. */
export function decodeVoices(blob: Uint8Array): StoredVoices {
  try {
    const bytes = inflateRawSync(blob);
    const end = 4 + bytes.readUInt32LE(0);
    const { model, spans, step, count } = Header.parse(JSON.parse(bytes.toString("utf8", 4, end)));
    if (bytes.length !== end + count) throw new Error("chances are missing");
    return {
      model,
      spans: spans.map(([from, to]) => ({ start: from, end: to })),
      step,
      chances: Float32Array.from(bytes.subarray(end), (byte) => byte / 255),
    };
  } catch (cause) {
    throw new FootnoteError("library-damaged", "Stored speech spans cannot be read.", {
      cause,
      hint: "Index the file again.",
    });
  }
}
