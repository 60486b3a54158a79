import { chromium } from "playwright";
import type { Page } from "playwright";
import { build } from "vite";
import { fileURLToPath } from "node:url";

/** A page that draws frames. */
export interface OpenPage {
  /** The frame as JPEG bytes. */
  readonly draw: (frame: number, scale: number) => Promise<Buffer>;
  readonly close: () => Promise<void>;
}

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A page's code as one classic script. */
async function bundle(root: string, entry: URL): Promise<string> {
  const result = await build({
    root,
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      target: "esnext",
      lib: { entry: fileURLToPath(entry), formats: ["iife"], name: "page" },
    },
  });
  const first = Array.isArray(result) ? result[0] : result;
  if (first === undefined || !("output" in first)) throw new Error("the page could not be bundled");
  return first.output[0].code;
}

/** Opens headless Chromium on a page that runs one script; needs no network. Set CHROMIUM to use another browser than the system's. */
export async function openPage(
  root: string,
  entry: URL,
): Promise<{ readonly evaluate: Page["evaluate"]; readonly close: () => Promise<void> }> {
  const code = await bundle(root, entry);
  const browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: flags,
  });
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.stack ?? error.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  await page.setContent("<!doctype html><title>film</title>");
  await page.addScriptTag({ content: code });
  if (problems.length > 0) throw new Error(`the page failed: ${problems.join("; ")}`);
  return { evaluate: page.evaluate.bind(page), close: () => browser.close() };
}

/** Opens the film's page. */
export async function openFilmPage(root: string): Promise<OpenPage> {
  const { evaluate, close } = await openPage(root, new URL("page.ts", import.meta.url));
  const draw = async (frame: number, scale: number): Promise<Buffer> => {
    const url = await evaluate(([index, size]) => window.film.draw(index, size), [frame, scale] as const);
    return Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
  };
  return { draw, close };
}
