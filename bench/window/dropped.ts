// Frames that a browser dropped of a 1080p film: with nothing else to do, while another film is indexed, and while it is indexed and
// nobody asks the indexer to yield. In Chromium on the built window and the real engine, the three taken in turn.
//   npm run bench:dropped
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright";
import { made } from "../../test/fixtures-made/made.ts";
import { servedWindow } from "./served-window.ts";

const seconds = 12;
const rounds = 3;

/** What is played: half a minute as cameras write it. What is indexed meanwhile: two minutes. */
const played = await made("bench-play-1080p.mp4", [
  "-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=30:duration=30",
  "-c:v", "libx264", "-preset", "veryfast", "-g", "60", "-bf", "2", "-pix_fmt", "yuv420p",
]); // prettier-ignore
const indexed = await made("bench-seek-1080p.mp4", [
  "-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=25:duration=120",
  "-c:v", "libx264", "-preset", "veryfast", "-g", "50", "-bf", "3", "-pix_fmt", "yuv420p",
]); // prettier-ignore

const folder = mkdtempSync(join(tmpdir(), "footnote-dropped-"));
const { address, browser, close } = await servedWindow(
  join(folder, "library"),
  [played, indexed],
  ["--autoplay-policy=no-user-gesture-required"],
);

interface Play {
  readonly dropped: number;
  readonly total: number;
  /** Longest time between two frames being presented, in milliseconds. */
  readonly gap: number;
  /** How far the indexing had come at the end, in percent; it was held back meanwhile if it did not move. */
  readonly moved: number;
}

const row = (page: Page, name: string) => page.locator(".file-row", { hasText: name });
const percent = async (page: Page): Promise<number> =>
  Number(/(\d+) %/.exec((await row(page, "bench-seek").textContent()) ?? "")?.[1] ?? 0);

async function play(page: Page): Promise<Play> {
  await row(page, "bench-play").locator("button").first().click();
  await page.locator("video.picture").waitFor();
  await page.waitForTimeout(1500);
  await page.keyboard.press("Home");
  await page.waitForTimeout(1000);
  await page.keyboard.press("Space");
  // The first second is the browser's own: filling its queue.
  await page.waitForTimeout(1000);
  const before = await percent(page);
  const counted = await page.evaluate(async (length) => {
    const video = document.querySelector<HTMLVideoElement>("video.picture");
    if (!video) throw new Error("no video");
    const from = video.getVideoPlaybackQuality();
    let [last, gap] = [performance.now(), 0];
    let going = true;
    const onFrame = (now: number): void => {
      gap = Math.max(gap, now - last);
      last = now;
      if (going) video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
    await new Promise((done) => setTimeout(done, length * 1000));
    going = false;
    const to = video.getVideoPlaybackQuality();
    return {
      dropped: to.droppedVideoFrames - from.droppedVideoFrames,
      total: to.totalVideoFrames - from.totalVideoFrames,
      gap,
    };
  }, seconds);
  const after = await percent(page);
  await page.keyboard.press("Space");
  return { ...counted, moved: after - before };
}

/** "Index again" and "Cancel indexing" of the long film. */
async function menu(page: Page, what: string | RegExp): Promise<void> {
  await row(page, "bench-seek").hover();
  await page.waitForTimeout(300);
  await row(page, "bench-seek").getByRole("button", { name: "Details" }).click();
  await page.getByRole("menuitem", { name: what }).click();
}

try {
  const results = new Map<string, Play[]>();
  const polite = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const rude = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  // The same window, but what it says about yielding never arrives.
  await rude.routeWebSocket(/./, (socket) => {
    const engine = socket.connectToServer();
    socket.onMessage((message) => {
      if (!message.toString().includes('"jobs.yield"')) engine.send(message);
    });
  });
  await polite.goto(address);
  await polite.locator(".file-row.ready").nth(1).waitFor({ timeout: 600_000 });
  await rude.goto(address);
  for (let i = 0; i < rounds; i++)
    for (const [name, page, busy] of [
      ["nothing else to do", polite, false],
      ["while another film is indexed", polite, true],
      ["the same, nobody yielding", rude, true],
    ] as const) {
      await page.bringToFront();
      if (busy) {
        await menu(page, /Index again|Try again/);
        // Past listing frames, at the decoding that takes the time.
        await page.waitForFunction(() => /[1-9]\d* %/.test(document.body.innerText), undefined, {
          timeout: 60_000,
        });
        await page.waitForTimeout(3000);
      }
      const one = await play(page);
      results.set(name, [...(results.get(name) ?? []), one]);
      process.stdout.write(`  ${name}: ${one.dropped} of ${one.total} dropped, longest gap ${one.gap.toFixed(0)} ms, indexing moved ${one.moved} %\n`); // prettier-ignore
      if (busy) {
        await menu(page, "Cancel indexing");
        await page.waitForTimeout(1500);
      }
    }
  for (const [name, plays] of results) {
    const sum = (of: (p: Play) => number): number => plays.reduce((total, p) => total + of(p), 0);
    process.stdout.write(
      `${name}: ${sum((p) => p.dropped)} of ${sum((p) => p.total)} frames dropped, longest gap ${Math.max(...plays.map((p) => p.gap)).toFixed(0)} ms\n`,
    );
  }
} finally {
  await close();
  rmSync(folder, { recursive: true, force: true });
}
