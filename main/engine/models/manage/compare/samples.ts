import type { Context } from "../../../context.ts";
import { createPictureDetector } from "../../detectors/picture-detector.ts";
import { openVoiceMeter, voiceRate } from "../../detectors/voice-activity.ts";
import { createDualEncoder } from "../../encoder/dual-encoder.ts";
import { createSentenceEncoder } from "../../encoder/sentence-encoder.ts";
import type { ModelTask } from "../../manifest.ts";
import type { Picture } from "../../preprocess/resample.ts";
import { createChoices } from "../../runtime/choices.ts";
import { createShotNetwork, shotPicture, shotWindow } from "../../shots/shot-network.ts";
import { createLineReader } from "../../text/line-reader.ts";
import { createTextFinder } from "../../text/text-finder.ts";
import { createSoundEncoder, soundRate } from "../../transformers/sound-encoder.ts";
import { createTranscriber, speechRate } from "../../transformers/transcriber.ts";
import { createVideoLanguageModel, plainQuestion } from "../../transformers/video-language.ts";
import type { Subject } from "../bench/measured.ts";
import { testSound, testTexts, testWindows } from "../bench/test-data.ts";
import { drawnWords, writeWord } from "./letters.ts";
import type { Sample } from "./sameness.ts";
import { drawnScenes } from "./scenes.ts";

/** Lets a precision look at, listen to or read the test's things. Errors: those of the model, cancelled. */
type Take = (ctx: Context, subject: Subject) => Promise<Sample>;

const windows = 8;
const sounds = 4;
const soundSeconds = 5;
const voiceSeconds = 10;
const sceneSide = 320;

/** Rows of a matrix, each by itself. */
const rowsOf = (values: Float32Array, width: number): Float32Array[] =>
  Array.from({ length: values.length / width }, (_, i) => values.subarray(i * width, (i + 1) * width));

/** Uses a model and closes it. */
async function closing<M extends { dispose(): Promise<void> }>(
  model: M,
  use: (model: M) => Promise<Sample>,
): Promise<Sample> {
  try {
    return await use(model);
  } finally {
    await model.dispose();
  }
}

const takeVectors: Take = (ctx, { manifest, folder, variant }) =>
  closing(
    // Precisions are compared where all of them run.
    createDualEncoder(manifest, folder, { variant, provider: "cpu", choices: createChoices() }),
    async (encoder) => {
      const { frameSize, framesPerWindow, width } = encoder;
      const seen = await encoder.embedWindows(ctx, testWindows(frameSize, framesPerWindow, windows));
      const read = await encoder.embedTexts(ctx, testTexts);
      return {
        by: "cosine",
        things: [...rowsOf(seen, width), ...rowsOf(read, width)],
        of: `${windows} ${framesPerWindow > 1 ? "windows" : "pictures"}, ${testTexts.length} sentences`,
      };
    },
  );

const takeSentences: Take = (ctx, { manifest, folder, variant }) =>
  closing(createSentenceEncoder(manifest, folder, variant), async (encoder) => ({
    by: "cosine",
    things: rowsOf(await encoder.embed(ctx, testTexts, "passage"), encoder.width),
    of: `${testTexts.length} sentences`,
  }));

const takeSounds: Take = (ctx, { manifest, folder, variant }) =>
  closing(createSoundEncoder(manifest, folder, variant), async (encoder) => {
    const things: Float32Array[] = [];
    for (let kind = 0; kind < sounds; kind++)
      things.push(await encoder.embedSound(ctx, testSound(soundSeconds, soundRate, kind)));
    things.push(...rowsOf(await encoder.embedTexts(ctx, testTexts), encoder.width));
    return { by: "cosine", things, of: `${sounds} sounds, ${testTexts.length} sentences` };
  });

const takeDetections: Take = (ctx, { manifest, folder, variant }) =>
  closing(createPictureDetector(manifest, folder, variant), async (detector) => {
    const pictures: { sure: Found; all: Found }[] = [];
    for (const scene of drawnScenes(sceneSide, sceneSide)) {
      const all = await detector.detect(ctx, scene, detector.sure / 2);
      pictures.push({ all, sure: all.filter(({ score }) => score >= detector.sure) });
    }
    return { by: "boxes", pictures, of: `boxes in ${pictures.length} drawn scenes` };
  });
type Found = Extract<Sample, { by: "boxes" }>["pictures"][number]["all"];

/** A wall with a few words on it, at the size at which films are read. */
function writtenOn(words: readonly string[], dot: number): Picture {
  const picture = drawnWall(960, 544);
  for (const [i, word] of words.entries())
    writeWord(picture, word, { left: 60 + 380 * i, top: 60 + 180 * i, dot: dot + i }, [240, 240, 235]);
  return picture;
}

const drawnWall = (width: number, height: number): Picture => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    return [60 + (80 * y) / height, 90 + (60 * x) / width, 120 - (50 * y) / height][i % 3] ?? 0;
  }),
});

const takeTextAreas: Take = (ctx, { manifest, folder, variant }) =>
  closing(createTextFinder(manifest, folder, variant), async (finder) => {
    const pictures: { sure: Found; all: Found }[] = [];
    for (const [i, word] of drawnWords.entries()) {
      const shown = writtenOn([word, drawnWords[(i + 1) % drawnWords.length] ?? word], 3 + (i % 3));
      const all = (await finder.find(ctx, shown)).map((line) => ({ label: "text", ...line }));
      pictures.push({ all, sure: all });
    }
    return { by: "boxes", pictures, of: `boxes in ${pictures.length} pictures with words` };
  });

const takeLetters: Take = (ctx, { manifest, folder, variant }) =>
  closing(createLineReader(manifest, folder, variant), async (reader) => {
    const things: Float32Array[] = [];
    for (const word of drawnWords) {
      const [width, height] = [26 * word.length + 24, 40];
      const drawn: Picture = { width, height, data: new Uint8Array(width * height * 3).fill(255) };
      writeWord(drawn, word, { left: 12, top: 6, dot: 4 }, [0, 0, 0]);
      const data = Uint8Array.from({ length: width * height }, (_, i) => drawn.data[3 * i] ?? 0);
      things.push(await reader.scores(ctx, { width, height, data }));
    }
    return { by: "cosine", things, of: `${things.length} lines` };
  });

const takeCuts: Take = (ctx, { manifest, folder, variant }) =>
  closing(createShotNetwork(manifest, folder, variant), async (network) => {
    const { width, height } = shotPicture;
    const size = width * height * 3;
    // A scene for a fifth of each window: cuts that cannot be overlooked.
    const scenes = drawnScenes(width, height);
    const things: Float32Array[] = [];
    for (const shift of [0, 3]) {
      const window = new Uint8Array(shotWindow * size);
      for (let i = 0; i < shotWindow; i++)
        window.set(scenes[(Math.floor(i / 20) + shift) % scenes.length]?.data ?? [], i * size);
      things.push(await network.judge(ctx, window));
    }
    return { by: "cosine", things, of: `${things.length * shotWindow} pictures with cuts` };
  });

const takeVoices: Take = async (ctx, { manifest, folder, variant }) =>
  closing(await openVoiceMeter(ctx, manifest, folder, variant), async (meter) => {
    await meter.push(testSound(voiceSeconds, voiceRate));
    const { chances } = await meter.finish();
    return { by: "cosine", things: [chances], of: `${voiceSeconds} s of sound` };
  });

const takeSpeech: Take = (ctx, { manifest, folder, variant }) =>
  closing(createTranscriber(manifest, folder, variant), async (transcriber) => {
    const things: Float32Array[] = [];
    const texts: string[] = [];
    for (let kind = 0; kind < sounds; kind++) {
      const sound = testSound(soundSeconds, speechRate, kind);
      const { text, outputs } = await transcriber.hearWithOutputs(ctx, sound, transcriber.language ?? "en");
      things.push(...Object.values(outputs));
      texts.push(text.trim());
    }
    return { by: "cosine", things, texts, of: `${sounds} sounds` };
  });

const takeLooks: Take = (ctx, { manifest, folder, variant }) =>
  closing(createVideoLanguageModel(manifest, folder, variant), async (model) => {
    const { width, height } = manifest.preprocessing ?? { width: sceneSide, height: sceneSide };
    const things: Float32Array[] = [];
    const shown = drawnScenes(width, height).slice(3, 7);
    for (const picture of shown)
      things.push(...Object.values(await model.outputs(ctx, [{ picture, time: 0 }], plainQuestion)));
    return { by: "cosine", things, of: `${shown.length} drawn scenes` };
  });

/** How each task is compared; heads that find moments work on another encoder's vectors, which are compared there. */
export const takes: Readonly<Record<ModelTask, Take | undefined>> = {
  "video-text": takeVectors,
  "image-text": takeVectors,
  "text-embedding": takeSentences,
  "sound-text": takeSounds,
  speech: takeSpeech,
  "voice-activity": takeVoices,
  "object-detection": takeDetections,
  "face-detection": takeDetections,
  "text-detection": takeTextAreas,
  "text-recognition": takeLetters,
  "shot-detection": takeCuts,
  "video-language": takeLooks,
  "moment-retrieval": undefined,
};
