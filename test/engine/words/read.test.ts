import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { probeFile } from "../../../main/engine/media/probe.ts";
import { readWords } from "../../../main/engine/words/read.ts";
import { made } from "../../fixtures-made/made.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "footnote-words-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const srt =
  "1\n00:00:01,000 --> 00:00:02,000\nGood morning\n\n2\n00:00:02,500 --> 00:00:03,000\nThe ferry is late\n";

/** Four seconds of pictures with German subtitles inside. */
async function film(): Promise<string> {
  const inside = join(dir, "inside.srt");
  writeFileSync(inside, srt);
  const pictures = "-f lavfi -i testsrc2=size=160x120:rate=25:duration=4".split(" ");
  const streams = "-map 0:v -map 1:s -c:v libx264 -preset ultrafast -c:s srt".split(" ");
  const source = await made(
    "words-inside.mkv",
    pictures.concat("-i", inside, streams, "-metadata:s:s:0", "language=ger"),
  );
  rmSync(inside);
  const path = join(dir, "film.mkv");
  copyFileSync(source, path);
  return path;
}
const read = async (path: string, signal?: AbortSignal) => {
  const probe = await probeFile(createContext(), path);
  return readWords(createContext(signal ? { signal } : {}), { path, probe });
};

test("words inside a file come at their times, in their language", async () => {
  const { cues, notes } = await read(await film());
  expect(cues.map((c) => [c.start, c.end, c.text])).toEqual([
    [1, 2, "Good morning"],
    [2.5, 3, "The ferry is late"],
  ]);
  expect(cues.every((c) => c.source === "subtitle" && c.language !== undefined)).toBe(true);
  expect(notes).toEqual([]);
});

test("files beside it are read too; what both say is kept once, in order of time", async () => {
  const path = await film();
  writeFileSync(
    join(dir, "film.en.vtt"),
    "WEBVTT\n\n00:00.500 --> 00:00.900\nHello\n\n00:01.000 --> 00:02.000\nGood morning\n",
  );
  writeFileSync(join(dir, "another.srt"), srt.replace("Good morning", "Of another film"));
  const { cues } = await read(path);
  expect(cues.map((c) => c.text)).toEqual(["Hello", "Good morning", "The ferry is late"]);
  expect(cues[0]?.language).toBe("en");
});

test("a source too large is left out with a note, the others are read", async () => {
  const path = await film();
  writeFileSync(join(dir, "film.srt"), Buffer.alloc(32 * 1024 ** 2 + 1, "a"));
  const { cues, notes } = await read(path);
  expect(cues).toHaveLength(2);
  expect(notes).toEqual([expect.stringMatching(/^film\.srt: .*32 MiB/)]);
});

test("an abort ends it and is no note", async () => {
  await expect(read(await film(), AbortSignal.abort())).rejects.toMatchObject({ code: "cancelled" });
});
