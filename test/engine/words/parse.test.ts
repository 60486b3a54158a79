import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeText } from "../../../main/engine/words/parse/decode-text.ts";
import { parseSubtitles } from "../../../main/engine/words/parse/parse.ts";
import { parseVtt } from "../../../main/engine/words/parse/vtt.ts";

const parse = (text: string, name: string) => parseSubtitles(new TextEncoder().encode(text), name);

describe("subtitle parsers", () => {
  it("reads SRT with broken numbers, markup, entities and a missing end", () => {
    const { cues, format } = parse(
      "1\n00:00:01,000 --> 00:00:02,500\n<i>Tom &amp; {\\an8}Ann</i> <3\n2\n00:00:03.5 --> 00:00:04\n<script>x()</script>Hi\n",
      "a.srt",
    );
    expect(format).toBe("srt");
    expect(cues.map((c) => [c.start, c.end, c.text])).toEqual([
      [1, 2.5, "Tom & Ann <3"],
      [3.5, 4, "Hi"],
    ]);
  });

  it("reads ASS, SBV, LRC and TTML", () => {
    expect(
      parse(
        "[Events]\nFormat: Start, End, Name, Text\nDialogue: 0:00:01.00,0:00:02.00,Ann,{\\b1}One,\\Ntwo",
        "a.ass",
      ).cues[0],
    ).toMatchObject({ start: 1, end: 2, speaker: "Ann", text: "One,\ntwo" });
    expect(parse("0:00:01.000,0:00:02.000\nHello", "a.sbv").cues[0]).toMatchObject({
      start: 1,
      end: 2,
      text: "Hello",
    });
    expect(parse("[00:01.50]One\n[00:03.00]Two", "a.lrc").cues[0]).toMatchObject({
      start: 1.5,
      end: 3,
      text: "One",
    });
    expect(
      parse(
        '<tt xml:lang="en"><body><div begin="1s"><p begin="2s" end="4s">A<br/>B</p></div></body></tt>',
        "a.ttml",
      ).cues[0],
    ).toMatchObject({ start: 3, end: 5, text: "A\nB", language: "en" });
  });

  it("finds the encoding", () => {
    expect(decodeText(Uint8Array.from([0xff, 0xfe, 0x41, 0, 0x42, 0])).text).toBe("AB");
    expect(decodeText(Uint8Array.from([0x63, 0x61, 0x66, 0xe9])).encoding).toBe("windows-1252");
    expect(
      decodeText(Uint8Array.from([0x82, 0xb1, 0x82, 0xf1, 0x82, 0xc9, 0x82, 0xbf, 0x82, 0xcd])).text,
    ).toBe("こんにちは");
  });

  it("never throws on noise", () => {
    let seed = 1;
    for (let n = 0; n < 200; n++) {
      const bytes = Uint8Array.from({ length: 400 }, () => (seed = (seed * 48271) % 2147483647) & 255);
      expect(
        Array.isArray(parseSubtitles(bytes, ["a.srt", "a.vtt", "a.ass", "a.ttml"][n % 4] ?? "").cues),
      ).toBe(true);
    }
  });
});

const material = resolve(import.meta.dirname, "../../../../shared/material/subtitles/vttjs");
const there = existsSync(material);
if (!there) console.log("skipped: the folder of third-party subtitle files is not here");

interface Expected {
  cues?: { startTime: number; endTime: number; text: string }[];
}

const pairs = there
  ? readdirSync(material, { recursive: true, encoding: "utf8" }).filter(
      (f) => f.endsWith(".vtt") && existsSync(join(material, f.replace(/vtt$/, "json"))),
    )
  : [];

/**
 * A line that is only an arrow, above a line of times: the specification starts a new block at the second arrow and
 * keeps its cue, the published expectation drops it.
 */
const exceptions = new Set(["integration/id.vtt"]);

describe.skipIf(!there)("expected parse results of another parser", () => {
  it.each(pairs)("%s", (file) => {
    if (exceptions.has(file)) return;
    const expected = JSON.parse(
      readFileSync(join(material, file.replace(/vtt$/, "json")), "utf8"),
    ) as Expected;
    const { cues } = parseVtt(decodeText(readFileSync(join(material, file)), true).text);
    expect(cues.map((c) => [c.start, c.end, c.raw])).toEqual(
      (expected.cues ?? []).map((c) => [c.startTime, c.endTime, c.text]),
    );
  });
});
