import { openEncoder } from "../../encoder/open-encoder.ts";
import { createSentenceEncoder } from "../../encoder/sentence-encoder.ts";
import { createChoices } from "../../runtime/choices.ts";
import { createSoundEncoder, soundRate } from "../../transformers/sound-encoder.ts";
import { onCpu, type Measure, type Subject } from "./measured.ts";
import { secondsOf, testSound, testTexts, testWindows } from "./test-data.ts";

const timed = 32;
const soundSeconds = 5;

/** Pictures with text. Fresh notes: a benchmark measures, it does not remember. */
const open = ({ variant, override, ...entry }: Subject) =>
  openEncoder(entry, { ...override, variant, choices: createChoices() });

export const measureEncoder: Measure = async (ctx, subject) => {
  const encoder = open(subject);
  try {
    const frames = testWindows(encoder.frameSize, encoder.framesPerWindow, timed);
    await encoder.batchSize(ctx);
    const began = performance.now();
    await encoder.embedWindows(ctx, frames.subarray(0, frames.length / timed));
    const loadMs = performance.now() - began;
    await encoder.embedTexts(ctx, testTexts);
    const windows = timed / (await secondsOf(() => encoder.embedWindows(ctx, frames)));
    const sentences = testTexts.length / (await secondsOf(() => encoder.embedTexts(ctx, testTexts)));
    const { measured, provider } = encoder.runtime();
    return {
      provider: provider ?? "cpu",
      batch: measured?.batch ?? 1,
      loadMs,
      rates: [
        { of: encoder.framesPerWindow > 1 ? "windows" : "pictures", perSecond: windows },
        { of: "sentences", perSecond: sentences },
      ],
      trials: measured?.trials ?? [],
    };
  } finally {
    await encoder.dispose();
  }
};

export const measureSentences: Measure = async (ctx, { manifest, folder, variant }) => {
  const encoder = createSentenceEncoder(manifest, folder, variant);
  try {
    const began = performance.now();
    await encoder.embed(ctx, testTexts.slice(0, 1), "passage");
    const loadMs = performance.now() - began;
    const seconds = await secondsOf(() => encoder.embed(ctx, testTexts, "passage"));
    return { ...onCpu, loadMs, rates: [{ of: "sentences", perSecond: testTexts.length / seconds }] };
  } finally {
    await encoder.dispose();
  }
};

export const measureSounds: Measure = async (ctx, { manifest, folder, variant }) => {
  const encoder = createSoundEncoder(manifest, folder, variant);
  try {
    const sound = (): Float32Array => testSound(soundSeconds, soundRate);
    const began = performance.now();
    await encoder.embedSound(ctx, sound());
    const loadMs = performance.now() - began;
    const heard = await secondsOf(() => encoder.embedSound(ctx, sound()));
    const read = await secondsOf(() => encoder.embedTexts(ctx, testTexts));
    return {
      ...onCpu,
      loadMs,
      rates: [
        { of: "seconds of sound", perSecond: soundSeconds / heard },
        { of: "sentences", perSecond: testTexts.length / read },
      ],
    };
  } finally {
    await encoder.dispose();
  }
};
