import type { StreamInfo } from "../../../contract/media.ts";

/** Streams that can be heard: none that no decoder knows or that holds no samples. */
export const soundStreams = (streams: readonly StreamInfo[]): StreamInfo[] =>
  streams.filter((s) => s.kind === "audio" && s.codec !== "unknown" && s.sampleRate !== 0);

/** What tells the sounds of a written film apart: the language and name that each has in the source. */
export const soundLabels = (streams: readonly StreamInfo[]): string[] =>
  streams.flatMap(({ language, title }, i) => [
    ...(language === undefined ? [] : [`-metadata:s:a:${i}`, `language=${language}`]),
    ...(title === undefined ? [] : [`-metadata:s:a:${i}`, `title=${title}`]),
  ]);

/** The audio stream that players take: the default one, else the first. */
export const mainSound = (streams: readonly StreamInfo[]): StreamInfo | undefined =>
  soundStreams(streams).sort((a, b) => Number(b.isDefault) - Number(a.isDefault) || a.index - b.index)[0];
