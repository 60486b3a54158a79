import { FootnoteError } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { Probe } from "../../../contract/media.ts";
import { mainSound } from "../media/main-sound.ts";
import type { Store } from "../store/store.ts";

const noteOf = (id: MediaId): string => `sound-of:${id}`;

/** The audio stream that somebody chose for a film with several; undefined where the film's main one is listened to. */
export function chosenSound({ settings }: Pick<Store, "settings">, id: MediaId): number | undefined {
  const note = settings.note(noteOf(id));
  return note === undefined ? undefined : Number(note);
}

/** A film's description with the stream that is listened to, as far as the film has it. */
export function withSound(probe: Probe, chosen: number | undefined): Probe {
  const heard =
    probe.streams.find((s) => s.index === chosen && s.kind === "audio") ?? mainSound(probe.streams);
  const { audioStream: _, ...rest } = probe;
  return heard ? { ...rest, audioStream: heard.index } : rest;
}

/**
 * Chooses which audio stream of a film is listened to; without one, the film's main one. What was heard before is kept under its own
 * key until the new stream is done. Errors: not-found, bad-arguments.
 */
export function chooseSound(store: Store, id: MediaId, stream: number | undefined): void {
  const row = store.media.get(id);
  if (!row?.probe) throw new FootnoteError("not-found", "This file is not in the library.");
  const { streams } = row.probe;
  const audio = streams.filter((s) => s.kind === "audio");
  if (stream !== undefined && !audio.some((s) => s.index === stream))
    throw new FootnoteError("bad-arguments", `Stream ${stream} of ${row.name} is no sound.`, {
      hint:
        audio.length === 0
          ? "The film has no sound."
          : `Its sound: ${audio.map((s) => `${s.index}`).join(", ")}.`,
    });
  const other = stream !== undefined && stream !== mainSound(streams)?.index;
  if (other) store.settings.setNote(noteOf(id), String(stream));
  else store.settings.dropNote(noteOf(id));
}

/** A film that leaves the library takes its choice along. */
export const forgetSound = ({ settings }: Pick<Store, "settings">, id: MediaId): void =>
  settings.dropNote(noteOf(id));
