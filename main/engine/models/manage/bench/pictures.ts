import { createPictureDetector } from "../../detectors/picture-detector.ts";
import type { Picture } from "../../preprocess/resample.ts";
import { createShotNetwork, shotPicture, shotWindow } from "../../shots/shot-network.ts";
import { createLineReader } from "../../text/line-reader.ts";
import { createTextFinder } from "../../text/text-finder.ts";
import { createVideoLanguageModel, plainQuestion } from "../../transformers/video-language.ts";
import { onCpu, type Measure } from "./measured.ts";
import { secondsOf, testWindows } from "./test-data.ts";

const pictures = 8;

/** As many test pictures, one by one. */
function picturesOf(width: number, height: number): Picture[] {
  const all = testWindows({ width, height }, 1, pictures);
  const size = width * height * 3;
  return Array.from({ length: pictures }, (_, i) => ({
    width,
    height,
    data: all.subarray(i * size, (i + 1) * size),
  }));
}

/** Milliseconds of the first, then pictures a second of all. */
async function each(
  shown: readonly Picture[],
  look: (picture: Picture) => Promise<unknown>,
): Promise<{ loadMs: number; perSecond: number }> {
  const began = performance.now();
  const [first] = shown;
  if (first) await look(first);
  const loadMs = performance.now() - began;
  const seconds = await secondsOf(async () => {
    for (const picture of shown) await look(picture);
  });
  return { loadMs, perSecond: shown.length / seconds };
}

export const measureDetector: Measure = async (ctx, { manifest, folder, variant }) => {
  const detector = createPictureDetector(manifest, folder, variant);
  try {
    const { width, height } = detector.size;
    const { loadMs, perSecond } = await each(picturesOf(width, height), (p) => detector.detect(ctx, p));
    return { ...onCpu, loadMs, rates: [{ of: "pictures", perSecond }] };
  } finally {
    await detector.dispose();
  }
};

export const measureTextFinder: Measure = async (ctx, { manifest, folder, variant }) => {
  const finder = createTextFinder(manifest, folder, variant);
  try {
    // The size at which films are read.
    const { loadMs, perSecond } = await each(picturesOf(960, 544), (p) => finder.find(ctx, p));
    return {
      ...onCpu,
      loadMs,
      rates: [{ of: "pictures", perSecond }],
      note: "Pictures of 960 x 544, as films are read.",
    };
  } finally {
    await finder.dispose();
  }
};

export const measureLineReader: Measure = async (ctx, { manifest, folder, variant }) => {
  const reader = createLineReader(manifest, folder, variant);
  try {
    const [width, height] = [480, 48];
    const lines = picturesOf(width, height).map(({ data }) => ({
      width,
      height,
      // Strokes of black on white where the disc is: a line with something to read.
      data: Uint8Array.from({ length: width * height }, (_, i) => ((data[3 * i] ?? 0) > 0 ? 0 : 255)),
    }));
    const began = performance.now();
    for (const line of lines.slice(0, 1)) await reader.read(ctx, line, "line");
    const loadMs = performance.now() - began;
    const seconds = await secondsOf(async () => {
      for (const line of lines) await reader.read(ctx, line, "line");
    });
    return {
      ...onCpu,
      loadMs,
      rates: [{ of: "lines", perSecond: lines.length / seconds }],
      note: "Lines ten times as wide as high.",
    };
  } finally {
    await reader.dispose();
  }
};

export const measureShots: Measure = async (ctx, { manifest, folder, variant }) => {
  const network = createShotNetwork(manifest, folder, variant);
  try {
    const window = testWindows(shotPicture, 1, shotWindow);
    const began = performance.now();
    await network.judge(ctx, window);
    const loadMs = performance.now() - began;
    const seconds = await secondsOf(() => network.judge(ctx, window));
    return {
      ...onCpu,
      loadMs,
      // Of each window the middle half counts.
      rates: [{ of: "pictures", perSecond: shotWindow / 2 / seconds }],
    };
  } finally {
    await network.dispose();
  }
};

export const measureLooking: Measure = async (ctx, { manifest, folder, variant }) => {
  const model = createVideoLanguageModel(manifest, folder, variant);
  try {
    const size = manifest.preprocessing ?? { width: 512, height: 512 };
    const shown = picturesOf(size.width, size.height)
      .slice(0, model.frames)
      .map((picture, i) => ({ picture, time: i }));
    const look = () => model.look(ctx, shown, plainQuestion);
    const began = performance.now();
    const { tokens } = await look();
    const loadMs = performance.now() - began;
    const seconds = await secondsOf(look);
    return {
      ...onCpu,
      loadMs,
      rates: [{ of: "tokens", perSecond: tokens / seconds }],
      note: `${tokens} tokens about ${shown.length} frames took ${seconds.toFixed(2)} s, looking included.`,
    };
  } finally {
    await model.dispose();
  }
};
