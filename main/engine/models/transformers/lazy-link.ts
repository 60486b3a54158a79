import { join } from "node:path";
import type { Context } from "../../context.ts";
import { checkModel } from "../check-model.ts";
import { networkOf, type ModelManifest, type ModelNetwork, type ModelVariant } from "../manifest.ts";
import { inferenceThreads } from "../runtime/session.ts";
import { openTransformers, type Asked, type TransformersLink } from "./link.ts";
import type { Kind } from "./messages.ts";
import { precisionsOf } from "./precisions.ts";

/** A model of transformers.js that is opened at its first use, and closed when nobody used it for two minutes. */
export interface LazyLink {
  /** Errors: those of the link. */
  ask(ctx: Context, question: Asked, onToken?: (tokens: number) => void): Promise<unknown>;
  dispose(): Promise<void>;
}

const idle = 120_000;

/** Nothing is opened yet. Errors: model-refused for files that the library would not find. */
export function createLazyLink(
  manifest: ModelManifest,
  folder: string,
  variant: ModelVariant["name"],
  kind: Kind,
): LazyLink {
  const networks = manifest.variants.find((v) => v.name === variant)?.networks ?? {};
  const precisions = precisionsOf(Object.values(networks));
  let opening: Promise<TransformersLink> | undefined;
  let users = 0;
  let timer: NodeJS.Timeout | undefined;
  const open = async (ctx: Context): Promise<TransformersLink> => {
    // Nothing of a file is run that was not looked at.
    for (const [role, file] of Object.entries(networks))
      await checkModel(ctx, join(folder, file), networkOf(manifest, role as ModelNetwork["role"]));
    return await openTransformers(ctx, { kind, folder, precisions, threads: inferenceThreads() });
  };
  const close = async (): Promise<void> => {
    clearTimeout(timer);
    const link = opening;
    opening = undefined;
    await (await link?.catch(() => undefined))?.close();
  };
  return {
    ask: async (ctx, question, onToken) => {
      users++;
      clearTimeout(timer);
      try {
        const former = opening && (await opening.catch(() => undefined));
        if (!former?.isOpen()) opening = open(ctx);
        return await (await (opening ?? open(ctx))).ask(ctx, question, onToken);
      } catch (error) {
        // What is still open goes on serving: a text that was stopped, a question that it could not answer.
        if (!(await opening?.catch(() => undefined))?.isOpen()) opening = undefined;
        throw error;
      } finally {
        users--;
        if (users === 0) {
          timer = setTimeout(() => void (users === 0 && close()), idle);
          timer.unref();
        }
      }
    },
    dispose: close,
  };
}
