import type { CheckedModel } from "../check-model.ts";
import type { ModelManifest, ModelNetwork, ModelTensor, TensorType } from "../manifest.ts";

/** A network found for a role, one file per precision. */
export type FoundRoles = ReadonlyMap<ModelNetwork["role"], readonly CheckedModel[]>;

/** What a family makes of the networks found: all of the manifest but its files and precisions. */
export type Described = Pick<
  ModelManifest,
  | "task"
  | "family"
  | "preprocessing"
  | "windows"
  | "tokenizer"
  | "embedding"
  | "similarity"
  | "settings"
  | "goodFor"
> & {
  readonly networks: readonly ModelNetwork[];
  readonly reasons: readonly string[];
};

/** An input or output as a manifest declares it. */
export const tensorOf = (value: CheckedModel["inputs"][number], as: string): ModelTensor => ({
  name: value.name,
  type: (value.type ?? "float32") as TensorType,
  ...(value.shape ? { shape: [...value.shape] } : {}),
  as,
});
