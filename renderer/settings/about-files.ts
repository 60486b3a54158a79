import type { MediaSummary } from "../../contract/media.ts";

/** How often each word is there. */
export const counted = (words: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
};

/** What of the files may be told: kinds and states, never a name, a path, a word or a picture of them. */
export function aboutFiles(files: readonly MediaSummary[]): Record<string, unknown> {
  return {
    files: files.length,
    hours: Math.round(files.reduce((sum, f) => sum + f.duration, 0) / 360) / 10,
    states: counted(files.map((f) => f.state)),
    containers: counted(files.map((f) => f.probe?.container ?? "not looked into")),
    codecs: counted(files.flatMap((f) => f.probe?.streams.map((s) => `${s.kind} ${s.codec}`) ?? [])),
    errors: counted(files.flatMap((f) => (f.error ? [f.error.code] : []))),
    stages: counted(
      files.flatMap((f) => Object.entries(f.stages).map(([stage, state]) => `${stage} ${state}`)),
    ),
  };
}
