import {
  AutoProcessor,
  AutoTokenizer,
  ClapAudioModelWithProjection,
  ClapTextModelWithProjection,
  type Tensor,
} from "@huggingface/transformers";
import { z } from "zod";
import type { OpenSettings } from "./messages.ts";
import { sessionOptions } from "./session-options.ts";

/** A sound-text model as the worker holds it. */
export interface SoundEngine {
  readonly rate: number;
  /** The vector of a stretch of sound of any length up to 10 s. */
  hearSound(samples: Float32Array): Promise<Float32Array>;
  /** Vectors of texts, one after the other. */
  readTexts(texts: readonly string[]): Promise<Float32Array>;
  dispose(): Promise<void>;
}

const Extractor = z.object({ sampling_rate: z.number(), nb_max_samples: z.number().positive() });

/** Opens a folder with CLAP's two networks. Errors: whatever the library throws, in its own words. */
export async function openSounds(settings: OpenSettings): Promise<SoundEngine> {
  const { folder } = settings;
  const options = sessionOptions(settings);
  const audio = await ClapAudioModelWithProjection.from_pretrained(folder, options);
  const text = await ClapTextModelWithProjection.from_pretrained(folder, options);
  const tokenizer = await AutoTokenizer.from_pretrained(folder, { local_files_only: true });
  const processor = await AutoProcessor.from_pretrained(folder, { local_files_only: true });
  const { sampling_rate: rate, nb_max_samples: length } = Extractor.parse(
    (processor as unknown as { feature_extractor: { config: unknown } }).feature_extractor.config,
  );
  return {
    rate,
    hearSound: async (samples) => {
      // Shorter sounds are repeated, as the model was taught.
      const whole = new Float32Array(length);
      for (let at = 0; at < length && samples.length > 0; at += samples.length)
        whole.set(samples.subarray(0, Math.min(samples.length, length - at)), at);
      const inputs = (await processor(whole)) as Record<string, Tensor>;
      const { audio_embeds: vector } = (await audio(inputs)) as { audio_embeds: Tensor };
      return Float32Array.from(vector.data as Float32Array);
    },
    readTexts: async (texts) => {
      const inputs = tokenizer([...texts], { padding: true, truncation: true }) as Record<string, Tensor>;
      const { text_embeds: vectors } = (await text(inputs)) as { text_embeds: Tensor };
      return Float32Array.from(vectors.data as Float32Array);
    },
    dispose: async () => {
      await audio.dispose();
      await text.dispose();
    },
  };
}
