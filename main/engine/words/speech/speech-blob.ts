import { deflateRawSync, inflateRawSync } from "node:zlib";
import { z } from "zod";
import { FootnoteError } from "../../../../contract/errors.ts";
import type { Cue } from "../../../../contract/media.ts";

const Line = z.object({
  start: z.number(),
  end: z.number(),
  text: z.string(),
  language: z.string().optional(),
  words: z.array(z.tuple([z.string(), z.number(), z.number()])).optional(),
});
const Stored = z.object({
  model: z.object({ id: z.string(), revision: z.string(), title: z.string() }),
  lines: z.array(Line),
  /** Seconds of the film that were listened to. */
  until: z.number(),
  /** Languages by how much speech was taken for each. */
  tally: z.record(z.string(), z.number()),
  /** Stretches that were listened to, and those of which nothing was believed. */
  stretches: z.int(),
  doubted: z.int(),
});

/** What was said in a film, as far as it was listened to. */
export interface StoredSpeech extends Omit<z.infer<typeof Stored>, "lines"> {
  readonly cues: readonly Cue[];
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** Bytes to keep; times to the millisecond. */
export const encodeSpeech = ({ cues, ...rest }: StoredSpeech): Uint8Array =>
  deflateRawSync(
    Buffer.from(
      JSON.stringify({
        ...rest,
        lines: cues.map(({ start, end, text, language, words }) => ({
          start: round(start),
          end: round(end),
          text,
          ...(language === undefined ? {} : { language }),
          ...(words
            ? { words: words.map((w): [string, number, number] => [w.text, round(w.start), round(w.end)]) }
            : {}),
        })),
      } satisfies z.infer<typeof Stored>),
    ),
  );

/** Reads what `encodeSpeech` wrote. Errors: library-damaged. */
export function decodeSpeech(blob: Uint8Array): StoredSpeech {
  try {
    const { lines, ...rest } = Stored.parse(JSON.parse(inflateRawSync(blob).toString("utf8")));
    return {
      ...rest,
      cues: lines.map(({ words, language, ...line }) => ({
        ...line,
        source: "speech" as const,
        ...(language === undefined ? {} : { language }),
        ...(words ? { words: words.map(([text, start, end]) => ({ text, start, end })) } : {}),
      })),
    };
  } catch (cause) {
    throw new FootnoteError("library-damaged", "Stored speech cannot be read.", {
      cause,
      hint: "Index the file again.",
    });
  }
}
