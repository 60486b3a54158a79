import { describe, expect, it } from "vitest";
import type { Cue } from "../../../contract/media.ts";
import { markEchoes, saidOnce } from "../../../main/engine/words/echoes.ts";
import { shownCues } from "../../../renderer/timeline/shown-cues.ts";

const line = (source: Cue["source"], start: number, end: number, text: string): Cue => ({
  source,
  start,
  end,
  text,
});
const echoed = (...cues: Cue[]): string[] =>
  markEchoes(cues)
    .filter((cue) => cue.echo)
    .map((cue) => cue.text);

describe("speech that subtitles say as well", () => {
  it("is marked where most of its words stand in the subtitles at its time", () => {
    const written = [
      line("subtitle", 10, 12, "The harbour wakes"),
      line("subtitle", 12, 14, "before the sun, Tom’s father says."),
    ];
    expect(
      echoed(...written, line("speech", 10.2, 13.6, "the harbor wakes before the sun toms father says")),
    ).toHaveLength(1);
    // Half a second beside is the same breath; five are another time.
    expect(echoed(...written, line("speech", 14.5, 15, "Father says."))).toHaveLength(1);
    expect(echoed(...written, line("speech", 20, 22, "The harbour wakes"))).toEqual([]);
  });

  it("is kept where it says something else, and where nothing is written", () => {
    const written = line("subtitle", 10, 12, "Der Hafen erwacht vor der Sonne.");
    expect(echoed(written, line("speech", 10, 12, "The harbour wakes before the sun."))).toEqual([]);
    expect(echoed(line("speech", 10, 12, "The harbour wakes."))).toEqual([]);
    // A word counts as often as it is there.
    expect(echoed(line("subtitle", 0, 2, "no"), line("speech", 0, 2, "no no no no"))).toEqual([]);
    expect(echoed(line("subtitle", 0, 2, "[music]"), line("speech", 0, 2, "…"))).toEqual([]);
    expect(echoed(line("subtitle", 0, 2, "EXIT"), line("screen", 0, 2, "EXIT"))).toEqual([]);
  });

  it("is compared sign by sign in scripts without spaces", () => {
    const written = line("subtitle", 0, 3, "港は太陽より先に目覚める。");
    expect(echoed(written, line("speech", 0, 3, "港は太陽より先に目を覚ます"))).toHaveLength(1);
    expect(echoed(written, line("speech", 0, 3, "昨日は雨が降りました"))).toEqual([]);
  });

  it("is found among long and many subtitles", () => {
    const many = Array.from({ length: 500 }, (_, i) =>
      line("subtitle", i * 2, i * 2 + 1.5, `line number${i}`),
    );
    const long = line("subtitle", 1, 900, "a song that goes on");
    expect(echoed(long, ...many, line("speech", 600, 601, "line number300"))).toHaveLength(1);
    expect(echoed(long, ...many, line("speech", 700, 701, "a song that goes on"))).toHaveLength(1);
    expect(echoed(long, ...many, line("speech", 600, 601, "line number10 number11"))).toEqual([]);
  });

  it("is left out of what is shown, unless the person chose it", () => {
    const all = markEchoes([
      line("subtitle", 0, 2, "good morning"),
      line("speech", 0, 2, "good morning"),
      line("speech", 5, 6, "and nobody wrote this down"),
    ]);
    const once = ["good morning", "and nobody wrote this down"];
    expect(saidOnce(all).map((c) => c.text)).toEqual(once);
    expect(shownCues(all, "auto").map((c) => [c.source, c.text])).toEqual([
      ["subtitle", once[0]],
      ["speech", once[1]],
    ]);
    expect(shownCues(all, "speech en").map((c) => c.source)).toEqual(["speech", "speech"]);
    expect(shownCues(all.slice(0, 1), "speech en").map((c) => c.source)).toEqual(["subtitle"]);
  });
});
