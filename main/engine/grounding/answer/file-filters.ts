import type { Filter } from "../questions/tree.ts";
import type { FileData } from "./file-data.ts";

/** The little of a file that filters ask for. */
export type FilterFacts = Pick<FileData, "file" | "tags" | "cues" | "hasSound" | "sound" | "voices">;

/** Whether a file passes the filters of a question. A tag is one that somebody put on the file, or else stands in its name. */
export const matchesFilters = (file: FilterFacts, filters: readonly Filter[]): boolean =>
  filters.every((filter) => passes(file, filter) !== filter.exclude);

function passes(file: FilterFacts, filter: Filter): boolean {
  const cues = file.cues ?? [];
  switch (filter.key) {
    case "file":
      return named(file.file, filter.value);
    case "tag":
      return (
        (file.tags ?? []).some((tag) => whole(tag, filter.value)) ||
        // Where nobody tagged a file, its name says what it is.
        (!file.tags?.length && named(file.file, filter.value))
      );
    case "has":
      if (filter.value === "sound") return file.hasSound ?? file.sound !== undefined;
      if (filter.value === "subtitles") return cues.some((cue) => cue.source === "subtitle");
      if (filter.value === "speech")
        return cues.some((cue) => cue.source !== "screen") || (file.voices?.spans.length ?? 0) > 0;
      return cues.length > 0;
  }
}

/** Part of a name, or a pattern with `*` and `?`; case does not matter. */
const named = (name: string, pattern: string): boolean =>
  /[*?]/.test(pattern) ? whole(name, pattern) : name.toLowerCase().includes(pattern.toLowerCase());

/** The whole of a word; `*` and `?` stand for what they do in file names. */
function whole(word: string, pattern: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "i").test(word);
}
