import { DecoderChoice, type DecoderSetting } from "../../../contract/decoding.ts";
import { errorBody, isCancelled } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { Context } from "../context.ts";
import type { VideoSource } from "../media/decode-video.ts";
import { decoderKind, offeredAccelerators } from "../media/hardware/accelerators.ts";
import { tryAccelerators } from "../media/hardware/try-accelerators.ts";
import type { Store } from "../store/store.ts";

/** A film shorter than this (seconds) is decoded before a trial would be over. */
const worthTrying = 20;
const noteOf = (setting: string, kind: string): string => `decoder:${setting}:${kind}`;
const usedNote = (id: MediaId): string => `decoded-by:${id}`;

/**
 * Which decoder films are analysed with: what the setting says, else what proved quicker on a film of the same kind. Choices are
 * kept in the library; an accelerator that failed in the middle of a film is not used for that kind again, until ffmpeg changes.
 */
export function createDecoders(store: Store, shortest = worthTrying) {
  const { settings } = store;
  const read = (setting: string, kind: string): DecoderChoice | undefined => {
    const text = settings.note(noteOf(setting, kind));
    if (text === undefined) return undefined;
    const parsed = DecoderChoice.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  };
  const keep = (setting: string, choice: DecoderChoice): void =>
    settings.setNote(noteOf(setting, choice.kind), JSON.stringify(choice));

  const choiceFor = async (
    ctx: Context,
    source: VideoSource,
    setting: DecoderSetting,
  ): Promise<DecoderChoice | undefined> => {
    const { video, duration } = source.probe;
    if (!video || setting === "software" || duration < shortest) return undefined;
    const { ffmpeg, offered } = await offeredAccelerators(ctx);
    if (offered.length === 0) return undefined;
    const known = read(setting, decoderKind(video));
    if (known && known.ffmpeg === ffmpeg.version && known.offered.join() === offered.join()) return known;
    const choice = await tryAccelerators(ctx, source, setting === "auto" ? undefined : setting);
    keep(setting, choice);
    ctx.log("info", "decoders were tried", { kind: choice.kind, by: choice.by });
    return choice;
  };

  return {
    /** What decodes a film: an accelerator's name, or undefined for software. A trial that fails means software. Errors: cancelled. */
    choose: async (ctx: Context, id: MediaId, source: VideoSource): Promise<string | undefined> => {
      const setting = settings.get().decoder;
      try {
        const choice = await choiceFor(ctx, source, setting);
        const by = choice?.by ?? "software";
        settings.setNote(usedNote(id), by);
        return by === "software" ? undefined : by;
      } catch (error) {
        if (isCancelled(error)) throw error;
        ctx.log("warn", "decoders could not be tried", { message: errorBody(error).message });
        return undefined;
      }
    },
    /** An accelerator failed in the middle of a film: software from now on for films of this kind. */
    lost: (id: MediaId, source: VideoSource, why: string): void => {
      const setting = settings.get().decoder;
      const { video } = source.probe;
      const known = video && read(setting, decoderKind(video));
      if (known) keep(setting, { ...known, by: "software", lost: why });
      settings.setNote(usedNote(id), "software");
    },
    /** What a film was decoded with last; undefined before its pictures were looked at. */
    usedFor: (id: MediaId): string | undefined => settings.note(usedNote(id)),
    forget: (id: MediaId): void => settings.dropNote(usedNote(id)),
    /** Every choice that is remembered, for the setting as it is. */
    choices: (): DecoderChoice[] =>
      settings
        .notes(noteOf(settings.get().decoder, ""))
        .flatMap((text) => {
          const parsed = DecoderChoice.safeParse(JSON.parse(text));
          return parsed.success ? [parsed.data] : [];
        })
        .sort((a, b) => a.kind.localeCompare(b.kind)),
  };
}
export type Decoders = ReturnType<typeof createDecoders>;
