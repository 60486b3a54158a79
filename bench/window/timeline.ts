// Script time of the timeline's drawing on a 3 h file with 10,000 moments, 20,000 words and 4,000 shots, in Chromium.
//   npm run bench:timeline
import { chromium } from "playwright";
import { build } from "vite";
import { fileURLToPath } from "node:url";

const result = await build({
  configFile: false,
  logLevel: "error",
  build: {
    write: false,
    minify: true,
    target: "esnext",
    lib: {
      entry: fileURLToPath(new URL("timeline-page.ts", import.meta.url)),
      formats: ["iife"],
      name: "page",
    },
  },
});
const first = Array.isArray(result) ? result[0] : result;
if (first === undefined || !("output" in first)) throw new Error("the page could not be bundled");
const browser = await chromium.launch({
  executablePath: process.env["FOOTNOTE_CHROMIUM"] ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
  ],
});
const page = await browser.newPage();
await page.setContent("<!doctype html><title>timeline</title>");
await page.addScriptTag({ content: first.output[0].code });
for (const [width, height] of [
  [1264, 210],
  [2540, 460],
] as const) {
  await page.evaluate(([w, h]) => window.measureTimeline(w, h, 60), [width, height] as const);
  const times = (
    await page.evaluate(([w, h]) => window.measureTimeline(w, h, 600), [width, height] as const)
  ).toSorted((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(2);
  process.stdout.write(
    `${width} x ${height}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms a frame (600 frames)\n`,
  );
}
await browser.close();
