import { join } from "node:path";
import { FootnoteError } from "../../../../contract/errors.ts";
import type { Context } from "../../context.ts";
import { checkModel } from "../check-model.ts";
import { networkOf, type ModelManifest, type ModelVariant } from "../manifest.ts";
import { createLazySession } from "../runtime/lazy-session.ts";
import { openSession } from "../runtime/session.ts";
import { floats, toFloats } from "../runtime/tensor.ts";

/** The size of its pictures and the length of its windows: with any other it sees nothing. */
export const shotPicture = { width: 48, height: 27 } as const;
export const shotWindow = 100;
const pixels = shotPicture.width * shotPicture.height * 3;

/** A network that says of each picture whether a shot ends with it. */
export interface ShotNetwork {
  readonly id: string;
  readonly revision: string;
  readonly title: string;
  readonly variant: ModelVariant["name"];
  /** Chance from which a shot ends. */
  readonly limit: number;
  /** `window`: 100 packed RGB pictures of 48 x 27, 0 to 255. Chances, one for each. Errors: model-refused, cancelled. */
  judge(ctx: Context, window: Uint8Array): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/**
 * A network of TransNetV2's and AutoShot's interface: [1, 100, 27, 48, 3], red, green and blue from 0 to 255 as floats; the first
 * output (or the one called "cuts" by its manifest) holds a number for each picture: a chance, or a logit where any lies outside 0 to 1.
 * Errors: unsupported, model-refused for its manifest.
 */
export function createShotNetwork(
  manifest: ModelManifest,
  folder: string,
  variant: ModelVariant["name"],
): ShotNetwork {
  if (manifest.family !== "transnet")
    throw new FootnoteError("unsupported", `${manifest.title} does not find cuts.`);
  const network = networkOf(manifest, "network");
  const file = manifest.variants.find((v) => v.name === variant)?.networks.network;
  const input = network?.inputs[0];
  const output = network?.outputs.find((o) => o.as === "cuts") ?? network?.outputs[0];
  if (!network || file === undefined || !input || !output)
    throw new FootnoteError(
      "model-refused",
      `${manifest.title}: its manifest does not describe a shot network.`,
    );
  const limit = manifest.settings?.["limit"];
  const session = createLazySession(async (ctx) => {
    const path = join(folder, file);
    await checkModel(ctx, path, network);
    return await openSession(ctx, path);
  }, 120_000);
  return {
    id: manifest.id,
    revision: manifest.revision,
    title: manifest.title,
    variant,
    limit: typeof limit === "number" ? limit : 0.5,
    judge: async (ctx, window) => {
      if (window.length !== shotWindow * pixels)
        throw new FootnoteError(
          "bad-arguments",
          `${window.length} bytes are not ${shotWindow} pictures of 48 x 27.`,
        );
      const data = Float32Array.from(window);
      const { [output.name]: answer } = await session.with(
        ctx,
        async (open) =>
          (
            await open.runTensor(
              ctx,
              { [input.name]: floats([1, shotWindow, shotPicture.height, shotPicture.width, 3], data) },
              [output.name],
            )
          ).results,
      );
      const values = answer && toFloats(answer);
      if (values?.length !== shotWindow)
        throw new FootnoteError(
          "model-refused",
          `${manifest.title} gave ${answer?.shape.join(" x ") ?? "nothing"} for ${shotWindow} pictures.`,
        );
      const logits = values.some((value) => value < 0 || value > 1);
      return logits ? values.map((value) => 1 / (1 + Math.exp(-value))) : values;
    },
    dispose: () => session.dispose(),
  };
}
