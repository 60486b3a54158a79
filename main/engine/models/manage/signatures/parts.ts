import { FootnoteError } from "../../../../../contract/errors.ts";
import type { CheckedModel } from "../../check-model.ts";
import type { ModelManifest } from "../../manifest.ts";
import type { Described, FoundRoles } from "../described.ts";
import type { FoundSettings } from "../found-settings.ts";

/** How a family is known by its inputs and outputs. */
export interface Signature {
  readonly match: (models: readonly CheckedModel[]) => FoundRoles | undefined;
  readonly describe: (roles: FoundRoles, settings: FoundSettings) => Described;
}

/** An input or output as the file declares it. */
export type Value = CheckedModel["inputs"][number];
/** Number of dimensions; -1 where the file does not say. */
export const rank = (value: Value): number => value.shape?.length ?? -1;
/** The input for pictures, of so many dimensions. */
export const pixels = (model: CheckedModel, dimensions: number): Value | undefined =>
  model.inputs.find(
    (i) => rank(i) === dimensions && (i.type === "float32" || i.type === "float16" || i.type === "uint8"),
  );
/** The input for token ids. */
export const ids = (model: CheckedModel): Value | undefined =>
  model.inputs.find(
    (i) => /input_ids|tokens|text/i.test(i.name) && (i.type === "int64" || i.type === "int32"),
  );
/** The output that holds one vector per item. */
export const vector = (model: CheckedModel): Value | undefined =>
  model.outputs.find((o) => /embed|pooler/i.test(o.name) && rank(o) <= 2) ??
  model.outputs.find((o) => rank(o) === 2);
/** Those of the files that pass a test. */
export const only = (models: readonly CheckedModel[], test: (m: CheckedModel) => boolean): CheckedModel[] =>
  models.filter(test);
/** A dimension that is a number and not a name. */
export const fixed = (value: number | string | undefined): number | undefined =>
  typeof value === "number" ? value : undefined;

/** Width of the vectors: a fixed last dimension of either side; anything else is found by running it. */
export const widthOf = (...models: readonly CheckedModel[]): number => {
  for (const model of models) {
    const last = fixed(vector(model)?.shape?.at(-1));
    if (last !== undefined) return last;
  }
  throw widthUnknown();
};

/** Neither network says how long a vector is. */
export const widthUnknown = (): FootnoteError =>
  new FootnoteError("model-refused", "The model does not say how long its vectors are.", {
    hint: "Write a manifest.json with embedding.width beside it; see docs/models.md.",
  });

/** The tokenizer of a folder with the numbers of a family. Errors: model-refused without a tokenizer.json. */
export function words(
  settings: FoundSettings,
  fallback: Partial<NonNullable<ModelManifest["tokenizer"]>>,
): NonNullable<ModelManifest["tokenizer"]> {
  const { tokenizer } = settings;
  if (!tokenizer)
    throw new FootnoteError("model-refused", "There is no tokenizer.json beside the model.", {
      hint: "Bring it along: without it words cannot be read.",
    });
  return {
    file: tokenizer.file,
    ...(tokenizer.config === undefined ? {} : { config: tokenizer.config }),
    contextLength: 77,
    pad: "longest",
    padId: 0,
    lowercase: false,
    ...fallback,
  };
}

/** The id of a special token. */
export const idOf = (settings: FoundSettings, content: string): number | undefined =>
  settings.tokenizer?.json.added_tokens?.find((t) => t.content === content)?.id;

/** A settings file that the family cannot do without. */
export const missingFile = (name: string): FootnoteError =>
  new FootnoteError("model-refused", `There is no ${name} beside the model.`, {
    hint: "Bring all files of its folder along.",
  });
