import { expect, test } from "vitest";
import type { Cue, StreamInfo } from "../../contract/media.ts";
import { languageName, shownTrack, soundTracks, subtitleTracks } from "../../renderer/player/tracks.ts";

const cue = (source: Cue["source"], language?: string): Cue => ({
  start: 0,
  end: 1,
  text: "x",
  source,
  ...(language === undefined ? {} : { language }),
});

test("each language and source is a track of its own; text in the picture is none", () => {
  const tracks = subtitleTracks([
    cue("subtitle", "de"),
    cue("screen"),
    cue("subtitle", "en"),
    cue("subtitle", "de"),
    cue("speech", "en"),
  ]);
  expect(tracks.map((track) => track.key)).toEqual(["subtitle de", "subtitle en", "speech en"]);
});

test("the chosen track, else one in a language of the person's, written before heard", () => {
  const tracks = subtitleTracks([cue("speech", "en"), cue("subtitle", "ger"), cue("subtitle", "eng")]);
  const key = (wanted: string, ...languages: string[]): string | undefined =>
    shownTrack(tracks, wanted, languages)?.key;
  expect(key("subtitle ger", "en")).toBe("subtitle ger");
  expect(key("off", "en")).toBeUndefined();
  expect(key("auto", "en-GB", "de")).toBe("subtitle eng");
  expect(key("auto", "de-AT")).toBe("subtitle ger");
  expect(key("auto", "fr")).toBe("subtitle ger");
  // A choice made for another film does not leave this one without any.
  expect(key("subtitle fr", "en")).toBe("subtitle eng");
  expect(shownTrack(subtitleTracks([cue("speech")]), "auto", ["en"])?.source).toBe("speech");
  expect(shownTrack([], "auto", ["en"])).toBeUndefined();
});

test("sounds keep the order of their streams and their names", () => {
  const stream = (index: number, kind: StreamInfo["kind"], more: Partial<StreamInfo> = {}): StreamInfo => ({
    index,
    kind,
    codec: "x",
    timeBase: { num: 1, den: 1000 },
    isDefault: false,
    ...more,
  });
  expect(
    soundTracks([
      stream(0, "video"),
      stream(1, "audio", { language: "und", channels: 2 }),
      stream(2, "subtitle"),
      stream(3, "audio", { language: "fra", title: "Commentary" }),
    ]),
  ).toEqual([
    { stream: 1, language: undefined, title: undefined, channels: 2 },
    { stream: 3, language: "fra", title: "Commentary", channels: undefined },
  ]);
  expect(languageName("fra")).toBe("French");
  expect(languageName("qq-nonsense-!")).toBe("qq-nonsense-!");
});
