import { builtinModules } from "node:module";
import { fileURLToPath } from "node:url";
import type { UserConfig } from "vite";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Modules with native parts, and Node's own, stay outside of the bundle. */
const outside = [
  "electron",
  "better-sqlite3",
  "onnxruntime-node",
  "@huggingface/transformers",
  "ffmpeg-static",
  "tesseract.js",
  "@tesseract.js-data/eng",
  ...builtinModules.flatMap((name) => [name, `node:${name}`]),
];

/** The shell and the engine's process as modules; the preload as one classic script, which the sandbox asks for. */
export const desktopBuild = (mode: "desktop" | "preload"): UserConfig => ({
  publicDir: false,
  ssr: { noExternal: true, external: outside },
  build: {
    ssr: true,
    target: "node24",
    outDir: at("dist/desktop"),
    emptyOutDir: mode === "desktop",
    minify: false,
    rolldownOptions: {
      input:
        mode === "desktop"
          ? {
              main: at("main/desktop/main.ts"),
              "engine-process": at("main/desktop/engine-process.ts"),
              // Looked for beside the file that starts it.
              "inference-worker": at("main/engine/models/runtime/inference-worker.ts"),
              "transformers-worker": at("main/engine/models/transformers/transformers-worker.ts"),
              "shard-worker": at("main/engine/search/scan/shard-worker.ts"),
            }
          : { preload: at("main/desktop/preload.ts") },
      external: outside,
      output:
        mode === "desktop"
          ? { format: "es", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" }
          : { format: "cjs", entryFileNames: "[name].cjs" },
    },
  },
});
