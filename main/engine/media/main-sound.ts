import type { StreamInfo } from "../../../contract/media.ts";

/** The audio stream that players take: the default one, else the first; none that no decoder knows or that holds no samples. */
export const mainSound = (streams: readonly StreamInfo[]): StreamInfo | undefined =>
  streams
    .filter((s) => s.kind === "audio" && s.codec !== "unknown" && s.sampleRate !== 0)
    .sort((a, b) => Number(b.isDefault) - Number(a.isDefault) || a.index - b.index)[0];
