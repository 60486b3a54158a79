import { z } from "zod";
import type { MediaId } from "../../../contract/ids.ts";
import { ShotBoundary, type Cue, type Probe, type StageName } from "../../../contract/media.ts";
import { decodeVoices, type StoredVoices } from "../audio/voices.ts";
import { decodeVectors, type StoredVectors } from "../embed/vectors.ts";
import { decodeFrameTable, type FrameTable } from "../media/frame-table.ts";
import type { ResultRow } from "../store/result-table.ts";
import type { Store } from "../store/store.ts";
import { decodeTracks } from "../tracks/track-blob.ts";
import type { StoredTracks } from "../tracks/track.ts";
import { decodeMeanings, type StoredMeanings } from "../words/meaning/meaning-blob.ts";
import { decodeSpeech } from "../words/speech/speech-blob.ts";
import { decodeScreen, type ScreenCue } from "../words/screen/screen-blob.ts";
import { decodeCurves, type Curves } from "./curve-blob.ts";
import { decodeJson } from "./json-blob.ts";
import { decodeSound, type Sound } from "./sound-blob.ts";
import { markEchoes } from "../words/echoes.ts";

/** What the stages stored of one file, decoded on demand; a stage without a result gives undefined. */
export interface FileResults {
  probe(): Probe | undefined;
  table(): FrameTable | undefined;
  shots(): ShotBoundary[] | undefined;
  signals(): Curves | undefined;
  sound(): Sound | undefined;
  /** All words in order; speech that subtitles say as well is marked (`echo`). */
  cues(): Cue[] | undefined;
  /** Whether all that is said was written down. */
  speechIsWritten(): boolean;
  /** Whether the pictures were looked at for text. */
  screenIsRead(): boolean;
  meanings(): StoredMeanings | undefined;
  sounds(): StoredVectors | undefined;
  objects(): StoredTracks | undefined;
  faces(): StoredTracks | undefined;
  voices(): StoredVoices | undefined;
  /** Changes whenever a stage's result does. */
  readonly fingerprint: string;
}

/** Text on screen as a cue among the others. */
export const cueOfScreen = ({ start, end, text, frame, box }: ScreenCue): Cue => ({
  start,
  end,
  text,
  source: "screen",
  place: { frame, ...box },
});

const Shots = z.array(ShotBoundary);

/** Reads a file's newest results. Errors: library-damaged. */
export function resultsOf(store: Store, id: MediaId): FileResults {
  const done = (stage: StageName): ResultRow | undefined => {
    const row = store.results.latest(id, stage);
    return row?.state === "done" ? row : undefined;
  };
  const data = (stage: StageName): Uint8Array | undefined => done(stage)?.data;
  const read = <T>(stage: StageName, decode: (blob: Uint8Array) => T): T | undefined => {
    const blob = data(stage);
    return blob && decode(blob);
  };
  return {
    probe: () => store.media.get(id)?.probe,
    table: () => read("frames", decodeFrameTable),
    shots: () => read("shots", (blob) => decodeJson(Shots, blob)),
    signals: () => read("signals", decodeCurves),
    sound: () => read("audio", decodeSound),
    cues: () => {
      const screen = read("screen", decodeScreen);
      const speech = read("speech", decodeSpeech);
      if (!done("words") && !screen && !speech) return undefined;
      const others = store.cues.list(id).filter((cue) => cue.source === "subtitle");
      return markEchoes(
        [...others, ...(speech?.cues ?? []), ...(screen?.cues.map(cueOfScreen) ?? [])].sort(
          (a, b) => a.start - b.start,
        ),
      );
    },
    speechIsWritten: () => {
      const row = done("speech");
      return row !== undefined && !row.key.endsWith("/part");
    },
    screenIsRead: () => done("screen") !== undefined,
    sounds: () => read("sounds", decodeVectors),
    meanings: () => read("meanings", decodeMeanings),
    objects: () => read("objects", decodeTracks),
    faces: () => read("faces", decodeTracks),
    voices: () => read("voices", decodeVoices),
    fingerprint: store.results
      .states(id)
      .map(({ stage, key, state }) => `${stage}:${key}:${state}`)
      .join(" "),
  };
}
