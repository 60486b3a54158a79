import { MediaId } from "../../../contract/ids.ts";
import type { Cue, ShotBoundary } from "../../../contract/media.ts";
import type { StoredVoices } from "../../../main/engine/audio/voices.ts";
import { cocoThings } from "../../../main/engine/models/detectors/fastest-det.ts";
import type { StoredTracks } from "../../../main/engine/tracks/track.ts";
import type { FileData } from "../../../main/engine/grounding/answer/file-data.ts";
import { pictureCurves, soundCurves } from "../../../main/engine/signals/names.ts";

/** What happens in a made-up file: curve, from, to (seconds), value. */
export type Script = readonly (readonly [curve: string, from: number, to: number, value: number])[];

interface Parts {
  readonly name?: string;
  readonly duration?: number;
  readonly script?: Script;
  readonly cues?: readonly Cue[];
  readonly cuts?: readonly number[];
  readonly hasSound?: boolean;
  readonly indexed?: boolean;
  readonly picture?: NonNullable<FileData["picture"]>;
  /** What detectors saw and heard. */
  readonly watched?: Pick<FileData, "objects" | "faces" | "voices">;
}

const rest: Readonly<Record<string, number>> = {
  brightness: 0.45,
  contrast: 0.2,
  saturation: 0.3,
  sharpness: 0.45,
  motion: 0.15,
  "camera.static": 0.3,
  loudness: 0.65,
};

/** A file of 25 frames a second in ticks of 1/12800 s whose curves follow a script; elsewhere it is plain. */
export function scriptedFile(parts: Parts = {}): FileData {
  const { name = "film.mp4", duration = 60, script = [], indexed = true } = parts;
  const steps = Math.round(duration * 10);
  const curves = (names: readonly string[]): Record<string, Float32Array> =>
    Object.fromEntries(
      names.map((curve) => {
        const values = new Float32Array(steps).fill(rest[curve] ?? 0);
        for (const [key, from, to, value] of script)
          if (key === curve) values.fill(value, Math.round(from * 10), Math.round(to * 10));
        return [curve, values];
      }),
    );
  const frameCount = Math.round(duration * 25);
  const frameAt = (seconds: number): number =>
    Math.min(frameCount - 1, Math.max(0, Math.floor(seconds * 25 + 1e-6)));
  const shots: ShotBoundary[] = (parts.cuts ?? []).map((at) => ({
    frame: Math.round(at * 25),
    endFrame: Math.round(at * 25),
    kind: "cut",
    score: 0.9,
  }));
  return {
    mediaId: MediaId.parse(`m_${name.replaceAll(/[^a-z0-9]/gi, "").padEnd(8, "0")}`),
    file: name,
    duration,
    timeBase: { num: 1, den: 12_800 },
    frameCount,
    frameAt,
    ptsOf: (frame) => frame * 512,
    timeOf: (frame) => frame / 25,
    searchable: duration,
    ...(indexed ? { signals: { step: 0.1, start: 0, curves: curves(pictureCurves) } } : {}),
    ...(indexed && parts.hasSound !== false
      ? { sound: { step: 0.1, start: 0, curves: curves(soundCurves) } }
      : {}),
    ...(indexed ? { shots } : {}),
    cues: parts.cues ?? [],
    hasSound: parts.hasSound ?? true,
    ...(parts.picture ? { picture: parts.picture } : {}),
    ...parts.watched,
  };
}

/** Where a made-up thing stands: label, from and to in seconds, left, and what differs from a box of 0.1 x 0.4 at the top. */
export type Thing = readonly [
  label: string,
  from: number,
  to: number,
  left: number,
  more?: {
    readonly top?: number;
    readonly width?: number;
    readonly height?: number;
    readonly score?: number;
  },
];

/** Tracks of a detector that saw these things in two pictures a second, surely. */
export function tracksOf(things: readonly Thing[], labels: readonly string[] = cocoThings): StoredTracks {
  return {
    model: { id: "made-up", revision: "1", title: "Made Up" },
    labels,
    step: 0.5,
    sure: 0.5,
    pictures: 120,
    duration: 60,
    tracks: things.map(([label, from, to, left, more]) => ({
      label,
      seen: Array.from({ length: Math.round((to - from) * 2) }, (_, i) => ({
        frame: Math.round((from + i / 2) * 25),
        time: from + i / 2,
        score: 0.85,
        left,
        top: 0.3,
        width: 0.1,
        height: 0.4,
        ...more,
      })),
    })),
  };
}

/** Stretches of speech as a voice detector gives them. */
export function voicesOf(...spans: readonly (readonly [number, number])[]): StoredVoices {
  const chances = new Float32Array(600);
  for (const [from, to] of spans) chances.fill(0.95, Math.round(from * 10), Math.round(to * 10));
  return {
    model: { id: "made-up-voice", revision: "1", title: "Made Up Voice" },
    spans: spans.map(([start, end]) => ({ start, end })),
    step: 0.1,
    chances,
  };
}

export const cue = (start: number, end: number, text: string, source: Cue["source"] = "subtitle"): Cue => ({
  start,
  end,
  text,
  source,
});
