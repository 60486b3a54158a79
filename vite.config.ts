import react from "@vitejs/plugin-react";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type UserConfig } from "vite";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The window: plain files that any host serves, with no address baked in. */
const renderer: UserConfig = {
  root: at("renderer"),
  base: "./",
  plugins: [react()],
  build: {
    outDir: at("dist/renderer"),
    emptyOutDir: true,
    target: "chrome134",
    // Every picture is a file of its own: the page's policy allows no inline data beyond images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One window, read from the same machine: splitting it would save nothing.
    chunkSizeWarningLimit: 1500,
  },
};

export default defineConfig(async ({ mode }) => {
  if (mode !== "desktop" && mode !== "preload") return renderer;
  if (!existsSync(at("vite.desktop.ts"))) throw new Error("the desktop shell has no build yet");
  const { desktopBuild } = (await import(at("vite.desktop.ts"))) as {
    desktopBuild: (mode: "desktop" | "preload") => UserConfig;
  };
  return desktopBuild(mode);
});
