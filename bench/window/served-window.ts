// The real engine behind the built window, served on a library of its own, and Chromium to open it with.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser } from "playwright";

const root = fileURLToPath(new URL("../..", import.meta.url));
const browserArguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]; // prettier-ignore

export interface ServedWindow {
  /** Where the window is served. */
  readonly address: string;
  readonly browser: Browser;
  readonly close: () => Promise<void>;
}

/** Serves the library in a folder with these films imported, and starts a browser with these further arguments. */
export async function servedWindow(
  library: string,
  films: readonly string[],
  more: readonly string[] = [],
): Promise<ServedWindow> {
  const server = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", join(root, "main/server/main.ts"), "--library", library, "--no-sample", ...films],
    // The window is what is measured, not what a model does beside it.
    { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, FOOTNOTE_MODEL: "none" } },
  ); // prettier-ignore
  const address = await new Promise<string>((resolve) =>
    server.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim())),
  );
  const browser = await chromium.launch({
    executablePath: process.env["FOOTNOTE_CHROMIUM"] ?? "/usr/bin/chromium",
    args: [...browserArguments, ...more],
  });
  return {
    address,
    browser,
    close: async () => {
      await browser.close();
      server.kill();
    },
  };
}
