import { FootnoteError } from "../../../../../contract/errors.ts";
import type { CheckedModel } from "../../check-model.ts";
import { tensorOf } from "../described.ts";
import { fixed, idOf, rank, widthUnknown, words, type Signature, type Value } from "./parts.ts";

/** A network of words alone: a vector for each token, or one for the text. Prefixes are those that the families are known by. */
export function sentences(): Signature {
  const outputOf = (m: CheckedModel): Value | undefined =>
    m.outputs.find((o) => o.name === "sentence_embedding" && rank(o) <= 2) ??
    m.outputs.find((o) => o.name === "last_hidden_state" && rank(o) === 3);
  const known = new Set(["input_ids", "attention_mask", "token_type_ids"]);
  const fits = (m: CheckedModel): boolean =>
    m.inputs.some((i) => i.name === "input_ids") &&
    m.inputs.every((i) => known.has(i.name)) &&
    outputOf(m) !== undefined;
  return {
    match: (models) =>
      models.length > 0 && models.every(fits) ? new Map([["text" as const, models]]) : undefined,
    describe: (roles, settings) => {
      const model = roles.get("text")?.[0];
      const output = model && outputOf(model);
      if (!model || !output) throw new FootnoteError("internal", "a signature matched without its parts");
      const width = fixed(output.shape?.at(-1));
      if (width === undefined) throw widthUnknown();
      const as: Readonly<Record<string, string>> = {
        input_ids: "ids",
        attention_mask: "mask",
        token_type_ids: "types",
      };
      const multilingual = settings.tokenizer?.json.model?.type === "Unigram";
      return {
        task: "text-embedding",
        family: "sentence-encoder",
        goodFor: "Finding words by what they mean.",
        networks: [
          {
            role: "text",
            inputs: model.inputs.map((v) => tensorOf(v, as[v.name] ?? "mask")),
            outputs: [tensorOf(output, rank(output) === 3 ? "tokens" : "embedding")],
          },
        ],
        tokenizer: words(settings, {
          contextLength: 256,
          padId: idOf(settings, "<pad>") ?? idOf(settings, "[PAD]") ?? idOf(settings, "[pad]") ?? 0,
        }),
        embedding: { width, normalised: false },
        settings: multilingual
          ? { pooling: "mean", queryPrefix: "query: ", passagePrefix: "passage: " }
          : { pooling: "mean" },
        reasons: [
          "It takes words and gives vectors, and sees no pictures: a text encoder like MiniLM.",
          "The mean over the tokens is assumed to stand for a text; bge's first token needs settings.pooling “first” in a manifest.json.",
          ...(multilingual ? ["Its tokenizer is SentencePiece's: texts are prefixed as E5's are."] : []),
        ],
      };
    },
  };
}
