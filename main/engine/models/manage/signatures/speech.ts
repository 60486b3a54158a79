import { FootnoteError } from "../../../../../contract/errors.ts";
import type { CheckedModel } from "../../check-model.ts";
import type { ModelNetwork } from "../../manifest.ts";
import { tensorOf } from "../described.ts";
import { missingFile, only, type Signature, type Value } from "./parts.ts";

/** What listens and what writes; the cache of past keys and values is left to the library that runs them. */
export function speech(family: "whisper" | "moonshine", input: string, reason: string): Signature {
  const listens = (m: CheckedModel): boolean =>
    m.inputs.length === 1 &&
    m.inputs[0]?.name === input &&
    m.outputs.some((o) => o.name === "last_hidden_state");
  const writes = (m: CheckedModel): boolean =>
    ["input_ids", "encoder_hidden_states", "use_cache_branch"].every((n) =>
      m.inputs.some((i) => i.name === n),
    ) && m.outputs.some((o) => o.name === "logits");
  return {
    match: (models) => {
      const [encoder, decoder] = [only(models, listens), only(models, writes)];
      return encoder.length > 0 && decoder.length > 0
        ? new Map<ModelNetwork["role"], CheckedModel[]>([
            ["encoder", encoder],
            ["decoder", decoder],
          ])
        : undefined;
    },
    describe: (roles, settings) => {
      const [encoder, decoder] = [roles.get("encoder")?.[0], roles.get("decoder")?.[0]];
      if (!encoder || !decoder) throw new FootnoteError("internal", "a signature matched without its parts");
      for (const name of ["config.json", "preprocessor_config.json"])
        if (!settings.more.includes(name)) throw missingFile(name);
      if (!settings.tokenizer) throw missingFile("tokenizer.json");
      const pick = (values: readonly Value[], as: Readonly<Record<string, string>>) =>
        values.flatMap((v) => (as[v.name] === undefined ? [] : [tensorOf(v, as[v.name] ?? "")]));
      return {
        task: "speech",
        family,
        goodFor: "Writing down what is said.",
        networks: [
          {
            role: "encoder",
            inputs: pick(encoder.inputs, { [input]: "sound" }),
            outputs: pick(encoder.outputs, { last_hidden_state: "hidden" }),
          },
          {
            role: "decoder",
            inputs: pick(decoder.inputs, { input_ids: "ids", encoder_hidden_states: "hidden" }),
            outputs: pick(decoder.outputs, { logits: "logits" }),
          },
        ],
        reasons: [
          reason,
          decoder.outputs.some((o) => o.name.startsWith("cross_attentions"))
            ? "Its attention tells when each word was said."
            : "It does not tell when each word was said.",
        ],
      };
    },
  };
}
