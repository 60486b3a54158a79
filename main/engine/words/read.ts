import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { errorBody, isCancelled } from "../../../contract/errors.ts";
import type { Cue, Probe, StreamInfo } from "../../../contract/media.ts";
import { checkAborted, type Context } from "../context.ts";
import { extractSubtitles, findSideCars } from "../media/subtitles.ts";
import { languageOfName } from "./language.ts";
import { parseSubtitles } from "./parse/parse.ts";
import { limits } from "./parse/types.ts";

/** Subtitle streams that are pictures: reading them needs text recognition. */
const pictures = new Set(["dvd_subtitle", "hdmv_pgs_subtitle", "dvb_subtitle", "xsub"]);

/**
 * Every word that comes with a file as text: subtitle files beside it, then subtitle streams inside it.
 * One damaged source never hides the others: it becomes a sentence in `notes`. The same line at the same time from
 * two sources is kept once.
 * @returns cues sorted by start, in seconds on the file's timeline.
 */
export async function readWords(
  ctx: Context,
  file: { path: string; probe: Probe },
): Promise<{ cues: Cue[]; notes: string[] }> {
  const cues: Cue[] = [];
  const notes: string[] = [];
  const attempt = async (name: string, read: () => Promise<Cue[]>) => {
    checkAborted(ctx);
    try {
      cues.push(...(await read()));
    } catch (thrown) {
      if (isCancelled(thrown)) throw thrown;
      notes.push(`${name}: ${errorBody(thrown).message}`);
    }
  };
  for (const sideCar of await findSideCars(file.path))
    await attempt(basename(sideCar), () => readSideCar(sideCar, file.path, notes));
  for (const stream of file.probe.streams)
    if (stream.kind === "subtitle")
      await attempt(`stream ${stream.index}`, () => readStream(ctx, file.path, stream, notes));
  return { cues: merge(cues), notes };
}

async function readSideCar(sideCar: string, media: string, notes: string[]): Promise<Cue[]> {
  const { size } = await stat(sideCar);
  if (size > limits.bytes) {
    notes.push(`${basename(sideCar)}: larger than 32 MiB, it is left out`);
    return [];
  }
  const parsed = parseSubtitles(await readFile(sideCar), basename(sideCar));
  for (const warning of parsed.warnings) notes.push(`${basename(sideCar)}: ${warning}`);
  return withLanguage(parsed.cues, languageOfName(basename(sideCar), basename(media)));
}

async function readStream(ctx: Context, path: string, stream: StreamInfo, notes: string[]): Promise<Cue[]> {
  if (pictures.has(stream.codec)) {
    notes.push(`stream ${stream.index}: subtitles drawn as pictures (${stream.codec}) are not read`);
    return [];
  }
  const { format, text } = await extractSubtitles(ctx, path, stream.index, stream.codec);
  const parsed = parseSubtitles(new TextEncoder().encode(text), format);
  for (const warning of parsed.warnings) notes.push(`stream ${stream.index}: ${warning}`);
  return withLanguage(parsed.cues, stream.language);
}

const withLanguage = (cues: readonly Cue[], language: string | undefined): Cue[] =>
  language === undefined || language === "und"
    ? [...cues]
    : cues.map((cue) => (cue.language === undefined ? { ...cue, language } : cue));

/** Sorts by start and drops what two sources say alike (same text, same time to a tenth of a second). */
function merge(cues: readonly Cue[]): Cue[] {
  const seen = new Set<string>();
  return cues
    .filter((cue) => {
      const key = `${Math.round(cue.start * 10)} ${Math.round(cue.end * 10)} ${cue.text}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .sort((a, b) => a.start - b.start);
}
