import { FootnoteError } from "../../../../../contract/errors.ts";
import { only, type Signature, type Value } from "./parts.ts";

/** Features of clips and of words in, spans out: the names are those that Moment-DETR and what came after it share. */
export function momentHead(): Signature {
  const as: Readonly<Record<string, string>> = {
    src_vid: "clips",
    src_vid_mask: "clip-mask",
    src_txt: "words",
    src_txt_mask: "word-mask",
    pred_logits: "scores",
    pred_spans: "spans",
    saliency_scores: "saliency",
  };
  const has = (values: readonly Value[], ...names: readonly string[]): boolean =>
    names.every((name) => values.some((v) => v.name === name));
  return {
    match: (models) => {
      const found = only(
        models,
        (m) => has(m.inputs, "src_vid", "src_txt") && has(m.outputs, "pred_logits", "pred_spans"),
      );
      return found.length > 0 ? new Map([["network" as const, found]]) : undefined;
    },
    describe: () => {
      throw new FootnoteError(
        "model-refused",
        "This is a head that finds moments, but not which encoder's vectors it was taught on, nor how it writes spans.",
        {
          hint: `Write a manifest.json with settings.encoder beside it; its tensors are ${Object.entries(as)
            .map(([name, word]) => `${name} (“${word}”)`)
            .join(", ")}. See docs/models.md.`,
        },
      );
    },
  };
}
