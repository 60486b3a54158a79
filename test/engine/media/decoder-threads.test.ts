import { expect, it } from "vitest";
import { decoderThreads } from "../../../main/engine/media/decoder-threads.ts";

const hd = { codedWidth: 1280, codedHeight: 720, frameRate: { num: 25, den: 1 } };

it("one thread decodes for a model that is slow enough, as many as there are for a faster one", () => {
  // 26 pictures a second at four of each second of film.
  expect(decoderThreads(hd, 6.5)).toBe(1);
  // 32 pictures a second.
  expect(decoderThreads(hd, 8)).toBe(1);
  expect(decoderThreads(hd, 26)).toBeUndefined();
  expect(decoderThreads({ ...hd, codedWidth: 3840, codedHeight: 2160 }, 6.5)).toBeUndefined();
  expect(decoderThreads({ ...hd, frameRate: { num: 60_000, den: 1001 } }, 6.5)).toBeUndefined();
});

it("and for nobody that is known to be slow as many as there are", () => {
  expect(decoderThreads(hd, undefined)).toBeUndefined();
});
