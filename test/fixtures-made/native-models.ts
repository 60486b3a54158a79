import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./made.ts";

let folder: string | undefined;

/**
 * The project's manifests without any weights, for FOOTNOTE_NATIVE_MODELS: what a program of its own answers in a test then rests on what is
 * measured and on models that the test brings, whichever of the built-in ones is the default. Gone when the process ends.
 */
export function withoutWeights(): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), "footnote-native-models-"));
    cpSync(join(root, "native-models/manifests"), join(made, "manifests"), { recursive: true });
    process.once("exit", () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  return folder;
}

/** The environment of a program in a test: without weights that are built in, unless the test says which models it sees. */
export const testEnv = (env: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => ({
  ...process.env,
  FOOTNOTE_NATIVE_MODELS: withoutWeights(),
  ...env,
});

/** The folder with what ships. */
export const shippedModels = join(root, "native-models");
