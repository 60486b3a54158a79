import type { Cue } from "../../../contract/media.ts";
import type { FileData } from "../grounding/answer/file-data.ts";
import { momentOf } from "../grounding/answer/moments.ts";
import type { FindResult } from "../../../contract/moments.ts";
import { search, type Desk } from "./desk.ts";
import type { Intent } from "./intent.ts";
import { counted } from "./wording.ts";

const quotedMost = 6;

/** What is said, word for word: all of it, about something, or in a stretch that is itself looked up. */
export async function answerSaid(
  desk: Desk,
  intent: Intent & { kind: "said" },
): Promise<FindResult | undefined> {
  const files = await desk.ports.facts();
  const spoken = files.map((file) => ({
    file,
    cues: (file.cues ?? []).filter((cue) => cue.source !== "screen"),
  }));
  if (spoken.every(({ cues }) => cues.length === 0)) {
    desk.writer.say(
      "I cannot tell what is said: there are no subtitles, and the speech was not transcribed.",
    );
    return undefined;
  }
  if (intent.about !== undefined) {
    const result = await search(desk, `they talk about ${intent.about}`);
    quote(
      desk,
      spoken,
      (file, cue) =>
        result.moments.some(
          (moment) => moment.mediaId === file.mediaId && cue.start < moment.end && cue.end > moment.start,
        ),
      `about “${intent.about}”`,
    );
    return result;
  }
  if (intent.window !== undefined) {
    const { window } = intent;
    const result = await search(desk, window);
    if (result.moments.length === 0) {
      desk.writer.say(
        result.answerable
          ? `I found nothing that fits “${window}”, so there is nothing to quote.`
          : `I cannot tell. ${result.why}`,
      );
      return result;
    }
    quote(
      desk,
      spoken,
      (file, cue) =>
        result.moments.some(
          (moment) => moment.mediaId === file.mediaId && cue.start < moment.end && cue.end > moment.start,
        ),
      window,
    );
    return undefined;
  }
  quote(desk, spoken, () => true, "");
  return undefined;
}

function quote(
  { writer }: Desk,
  spoken: readonly { file: FileData; cues: readonly Cue[] }[],
  wanted: (file: FileData, cue: Cue) => boolean,
  where: string,
): void {
  const lines = spoken.flatMap(({ file, cues }) =>
    cues.filter((cue) => wanted(file, cue)).map((cue) => ({ file, cue })),
  );
  if (lines.length === 0) {
    writer.say(`Nothing is said ${where}.`.replace(" .", "."));
    return;
  }
  writer.say(`${counted(lines.length, "line")}${where === "" ? "" : ` ${where}`}:`);
  for (const { file, cue } of lines.slice(0, quotedMost)) {
    const text = cue.text.replaceAll(/\s+/g, " ").trim();
    const moment = momentOf(
      {
        start: cue.start,
        end: cue.end,
        score: 0.95,
        grounds: [{ source: cue.source, text: `“${text}”`, score: 0.95, at: [cue.start] }],
      },
      file,
      1,
    );
    writer.say(`\n- ${cue.speaker === undefined ? "" : `${cue.speaker}: `}“${text}” `);
    writer.cite(moment, `“${text}”`);
  }
  if (lines.length > quotedMost)
    writer.say(
      `\nand ${lines.length - quotedMost} more lines. Ask what is said about something, or in a part of it.`,
    );
}
