import type { Cue } from "../../../../contract/media.ts";

/** Lines that belong together: what is compared with a question by its meaning. */
export interface Passage {
  readonly start: number;
  readonly end: number;
  readonly source: Cue["source"];
  readonly text: string;
}

/** Seconds between lines of one passage at most, and letters of one at most. */
const breath = 1.5;
const longest = 220;

/** A line is often half a sentence, so neighbours of one source are joined; a sentence that ends a full passage closes it. */
export function passagesOf(cues: readonly Cue[]): Passage[] {
  const passages: Passage[] = [];
  for (const source of ["subtitle", "speech", "screen"] as const) {
    let open: Passage | undefined;
    for (const cue of cues.filter((c) => c.source === source).toSorted((a, b) => a.start - b.start)) {
      const text = cue.text.replaceAll(/\s+/g, " ").trim();
      if (text === "") continue;
      const joins =
        open &&
        source !== "screen" &&
        cue.start - open.end < breath &&
        open.text.length + text.length < longest &&
        !(/[.!?…]["'”’»)]*$/u.test(open.text) && open.text.length > longest / 3);
      if (open && joins) {
        open = { ...open, end: Math.max(open.end, cue.end), text: `${open.text} ${text}` };
        passages[passages.length - 1] = open;
      } else {
        open = { start: cue.start, end: cue.end, source, text };
        passages.push(open);
      }
    }
  }
  return passages;
}
