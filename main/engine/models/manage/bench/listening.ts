import { openVoiceMeter, voiceRate } from "../../detectors/voice-activity.ts";
import { createTranscriber, speechRate } from "../../transformers/transcriber.ts";
import { onCpu, type Measure } from "./measured.ts";
import { secondsOf, testSound } from "./test-data.ts";

export const measureSpeech: Measure = async (ctx, { manifest, folder, variant }) => {
  const transcriber = createTranscriber(manifest, folder, variant);
  try {
    const seconds = transcriber.longest;
    // Each time anew: the samples go over to the model's thread.
    const hear = () => transcriber.hear(ctx, testSound(seconds, speechRate), transcriber.language ?? "en");
    const began = performance.now();
    const { text } = await hear();
    const loadMs = performance.now() - began;
    const words = text.trim() === "" ? 0 : text.trim().split(/\s+/).length;
    const rate = seconds / (await secondsOf(hear, 2));
    return {
      ...onCpu,
      loadMs,
      rates: [{ of: "seconds of sound", perSecond: rate }],
      note: `A murmur of ${seconds} s, of which it wrote ${words} words. Each word takes time: people who speak much are written down slower.`,
    };
  } finally {
    await transcriber.dispose();
  }
};

const listened = 10;

export const measureVoices: Measure = async (ctx, { manifest, folder, variant }) => {
  const began = performance.now();
  const meter = await openVoiceMeter(ctx, manifest, folder, variant);
  try {
    await meter.push(testSound(0.1, voiceRate));
    const loadMs = performance.now() - began;
    const sound = testSound(listened, voiceRate);
    const seconds = await secondsOf(() => meter.push(sound));
    return { ...onCpu, loadMs, rates: [{ of: "seconds of sound", perSecond: listened / seconds }] };
  } finally {
    await meter.dispose();
  }
};
