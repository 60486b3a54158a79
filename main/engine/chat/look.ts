import { errorBody, isCancelled } from "../../../contract/errors.ts";
import type { Moment } from "../../../contract/moments.ts";
import { momentOf } from "../grounding/answer/moments.ts";
import type { FileData } from "../grounding/answer/file-data.ts";
import { shotAt } from "./describe.ts";
import { lastSet, type Desk } from "./desk.ts";
import type { Intent } from "./intent.ts";
import { counted, rangeText, stamp } from "./wording.ts";

/** Stretches that are looked at in one turn: each takes seconds. */
export const momentsMost = 3;

/** An answer that a model writes is the model's word: it is marked so, and never sure. */
const trusted = 0.5;

/**
 * Adds what the video-language model writes of a stretch, marked as its own words and with the frames that it saw as a footnote
 * of their own. Says nothing where no such model is installed; one that fails is named and leaves the rest standing.
 * Errors: cancelled.
 */
export async function tellWritten(
  { ctx, ports, writer }: Desk,
  file: FileData,
  range: Pick<Moment, "start" | "end">,
  question?: string,
): Promise<void> {
  const { look } = ports;
  if (!look) return;
  try {
    const seen = await writer.step(
      "look",
      () => look(ctx, file.mediaId, range, question),
      ({ title, frames }) => `${title}: frames ${frames.join(", ")} of ${file.file}`,
    );
    const by = `${seen.title}, from ${counted(seen.frames.length, "frame")}, not measured`;
    const text = plainText(seen.text);
    const words = text === "" ? "nothing" : `“${text}${seen.cut ? " …" : ""}”`;
    writer.say(` Written by ${by}: ${words} `);
    const hit = {
      start: range.start,
      end: range.end,
      score: trusted,
      grounds: [
        {
          source: "picture" as const,
          text: `${words} (written by ${by})`,
          score: trusted,
          at: seen.frames.map((frame) => file.timeOf(frame)),
        },
      ],
    };
    writer.cite(momentOf(hit, file, 1), `written by ${by}`, seen.model);
    writer.say(".");
  } catch (error) {
    if (isCancelled(error)) throw error;
    writer.say(` The model that describes pictures could not: ${errorBody(error).message}`);
  }
}

/** One line, in which nothing reads like a footnote of ours. */
const plainText = (text: string): string =>
  text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/\[(\d+)\]/g, "($1)")
    .trim();

/** "Look at 0:12: what colour is the car?", "look at the second one": the model's answer alone, about one place or the last ones. */
export async function lookAt(desk: Desk, { at, n, question }: Intent & { kind: "look" }): Promise<undefined> {
  const { ports, writer } = desk;
  if (!ports.look) {
    writer.say(
      "I cannot put pictures into words: that needs a video-language model, and none is installed. SmolVLM2 is one (see the models in the settings, or footnote models list). What can be measured I can tell: ask what is there at a time.",
    );
    return undefined;
  }
  const files = await ports.facts();
  const places = at === undefined ? lastPlaces(desk, files, n) : placesAt(files, at);
  if (places.length === 0) {
    writer.say(
      at === undefined
        ? "There is nothing before this to look at. Name a time: “look at 0:12”."
        : `Nothing: no file with pictures here is ${stamp(at)} long.`,
    );
    return undefined;
  }
  for (const [i, { file, start, end }] of places.slice(0, momentsMost).entries()) {
    writer.say(`${i > 0 ? "\n" : ""}${file.file}, ${rangeText({ start, end })}.`);
    await tellWritten(desk, file, { start, end }, question);
  }
  if (places.length > momentsMost)
    writer.say(`\n${places.length - momentsMost} more were not looked at: name one of them.`);
  return undefined;
}

interface Place {
  readonly file: FileData;
  readonly start: number;
  readonly end: number;
}

const placesAt = (files: readonly FileData[], at: number): Place[] =>
  files
    .filter((file) => at < file.duration && file.frameCount > 0)
    .map((file) => {
      const shot = shotAt(file, at);
      return { file, start: Math.max(shot.start, at - 3), end: Math.min(shot.end, at + 3) };
    });

function lastPlaces({ history }: Desk, files: readonly FileData[], n: number | undefined): Place[] {
  const moments = lastSet(history)?.moments ?? [];
  const chosen = n === undefined ? moments : [moments.at(n > 0 ? n - 1 : n)];
  return chosen.flatMap((moment) => {
    const file = moment && files.find((one) => one.mediaId === moment.mediaId);
    return file && file.frameCount > 0 ? [{ file, start: moment.start, end: moment.end }] : [];
  });
}
