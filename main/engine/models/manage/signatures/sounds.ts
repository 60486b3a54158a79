import { FootnoteError } from "../../../../../contract/errors.ts";
import type { CheckedModel } from "../../check-model.ts";
import type { ModelNetwork } from "../../manifest.ts";
import { tensorOf } from "../described.ts";
import { fixed, ids, missingFile, only, rank, widthUnknown, type Signature } from "./parts.ts";

/** Pictures of sound and words in, vectors out. */
export function sounds(): Signature {
  const hears = (m: CheckedModel): boolean =>
    m.inputs.some((i) => i.name === "input_features" && rank(i) === 4) &&
    m.outputs.some((o) => o.name === "audio_embeds");
  const readsWords = (m: CheckedModel): boolean =>
    ids(m) !== undefined && m.outputs.some((o) => o.name === "text_embeds");
  return {
    match: (models) => {
      const [audio, text] = [only(models, hears), only(models, readsWords)];
      return audio.length > 0 && text.length > 0
        ? new Map<ModelNetwork["role"], CheckedModel[]>([
            ["audio", audio],
            ["text", text],
          ])
        : undefined;
    },
    describe: (roles, settings) => {
      const [audio, text] = [roles.get("audio")?.[0], roles.get("text")?.[0]];
      const sound = audio?.outputs.find((o) => o.name === "audio_embeds");
      const sentence = text?.outputs.find((o) => o.name === "text_embeds");
      if (!audio || !text || !sound || !sentence)
        throw new FootnoteError("internal", "a signature matched without its parts");
      for (const name of ["config.json", "preprocessor_config.json"])
        if (!settings.more.includes(name)) throw missingFile(name);
      if (!settings.tokenizer) throw missingFile("tokenizer.json");
      const width = fixed(sound.shape?.at(-1)) ?? fixed(sentence.shape?.at(-1));
      if (width === undefined) throw widthUnknown();
      return {
        task: "sound-text",
        family: "clap",
        goodFor: "Finding sounds by their description.",
        networks: [
          {
            role: "audio",
            inputs: audio.inputs.filter((i) => i.name === "input_features").map((v) => tensorOf(v, "sound")),
            outputs: [tensorOf(sound, "embedding")],
          },
          {
            role: "text",
            inputs: text.inputs.map((v) => tensorOf(v, v.name === "input_ids" ? "ids" : "mask")),
            outputs: [tensorOf(sentence, "embedding")],
          },
        ],
        embedding: { width, normalised: false },
        reasons: ["It takes pictures of sound and reads words: a sound model like CLAP."],
      };
    },
  };
}
