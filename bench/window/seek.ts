// From a key press to the exact frame on screen, on a 1080p H.264 film, in Chromium on the built window and the real engine: with the second
// element that waits at the next frame, and without it, in turn.
//   npm run bench:seek
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright";
import { made } from "../../test/fixtures-made/made.ts";
import { servedWindow } from "./served-window.ts";

declare global {
  interface Window {
    /** Milliseconds from the next key press to another frame. */
    seekTime: Promise<number>;
  }
}

/** Two minutes of moving pictures, a key frame every two seconds and B-frames: as cameras and editors write them. */
const film = await made("bench-seek-1080p.mp4", [
  "-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=25:duration=120",
  "-c:v", "libx264", "-preset", "veryfast", "-g", "50", "-bf", "3", "-pix_fmt", "yuv420p",
]); // prettier-ignore
const folder = mkdtempSync(join(tmpdir(), "footnote-seek-"));
const { address, browser, close } = await servedWindow(join(folder, "library"), [film]);

/** Milliseconds from each key press to the frame it asks for being the one that the window numbers as shown. */
async function timed(page: Page, key: string, times: number): Promise<number[]> {
  const out: number[] = [];
  for (let i = 0; i < times; i++) {
    await page.evaluate(() => {
      window.seekTime = new Promise<number>((resolve, reject) => {
        const shown = document.querySelector<HTMLElement>(".position-frame");
        const before = shown?.dataset["frame"];
        const limit = setTimeout(() => reject(new Error("no other frame came")), 10_000);
        const onKey = (event: KeyboardEvent): void => {
          const watch = new MutationObserver(() => {
            if (shown?.dataset["frame"] === before) return;
            watch.disconnect();
            clearTimeout(limit);
            resolve(performance.now() - event.timeStamp);
          });
          if (shown) watch.observe(shown, { attributes: true });
        };
        window.addEventListener("keydown", onKey, { capture: true, once: true });
      });
    });
    await page.keyboard.press(key);
    out.push(await page.evaluate(() => window.seekTime));
    // As a person steps: looking at each frame.
    await page.waitForTimeout(250);
  }
  return out;
}

try {
  const open = async (ahead: boolean): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    // The second element never gets a film where its address cannot be set.
    if (!ahead)
      await page.addInitScript(() =>
        Object.defineProperty(HTMLMediaElement.prototype, "src", { get: () => "", set: () => {} }),
      );
    await page.goto(address);
    await page.locator(".file-row.ready").waitFor({ timeout: 300_000 });
    return page;
  };
  const pages = [["with", await open(true)], ["without", await open(false)]] as const; // prettier-ignore
  for (const [name, key] of [
    ["one frame on", "ArrowRight"],
    ["one frame back", "ArrowLeft"],
    ["ten frames on", "Shift+ArrowRight"],
    ["a second on", "Alt+ArrowRight"],
    ["ten frames back", "Shift+ArrowLeft"],
  ] as const) {
    const times = new Map<string, number[]>();
    for (let round = 0; round < 4; round++)
      for (const [how, page] of pages) {
        await page.bringToFront();
        await page.waitForTimeout(300);
        times.set(how, [...(times.get(how) ?? []), ...(await timed(page, key, 10))]);
      }
    for (const [how, all] of times) {
      const sorted = all.toSorted((a, b) => a - b);
      const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0);
      process.stdout.write(
        `${name}, ${how}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms (${all.length})\n`,
      );
    }
  }
} finally {
  await close();
  rmSync(folder, { recursive: true, force: true });
}
