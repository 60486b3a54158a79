import type { Filter } from "../questions/tree.ts";
import type { FileData } from "./file-data.ts";

/** The little of a file that filters ask for. */
export type FilterFacts = Pick<FileData, "file" | "cues" | "hasSound" | "sound" | "voices">;

/** Whether a file passes the filters of a question. Tags are matched in the file's name, where folders and people keep them. */
export const matchesFilters = (file: FilterFacts, filters: readonly Filter[]): boolean =>
  filters.every((filter) => passes(file, filter) !== filter.exclude);

function passes(file: FilterFacts, filter: Filter): boolean {
  const cues = file.cues ?? [];
  switch (filter.key) {
    case "file":
    case "tag":
      return named(file.file, filter.value);
    case "has":
      if (filter.value === "sound") return file.hasSound ?? file.sound !== undefined;
      if (filter.value === "subtitles") return cues.some((cue) => cue.source === "subtitle");
      if (filter.value === "speech")
        return cues.some((cue) => cue.source !== "screen") || (file.voices?.spans.length ?? 0) > 0;
      return cues.length > 0;
  }
}

/** Part of a name, or a pattern with `*` and `?`; case does not matter. */
function named(name: string, pattern: string): boolean {
  if (!/[*?]/.test(pattern)) return name.toLowerCase().includes(pattern.toLowerCase());
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "i").test(name);
}
