// All script of the window, React's included, for each frame of zooming and scrolling the timeline: the built window on a real library with
// a film of three hours, 10,000 annotations in three tiers and 20,000 lines of words, the list of what is on the timeline open or not.
//   npm run bench:timeline-live
import { linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright";
import { AnnotationId, TierId } from "../../contract/ids.ts";
import { openEngine, call } from "../../test/engine/engine/open-engine.ts";
import { made } from "../../test/fixtures-made/made.ts";
import { servedWindow } from "./served-window.ts";

const folder = mkdtempSync(join(tmpdir(), "footnote-live-"));
const library = join(folder, "library");
const film = join(folder, "film.mp4");
mkdirSync(library);
linkSync(
  await made("e2e-three-hours.mp4", [
    "-f", "lavfi", "-i", "testsrc=size=160x90:rate=2:duration=10800",
    "-c:v", "libx264", "-preset", "ultrafast", "-g", "60", "-pix_fmt", "yuv420p",
  ]),
  film,
); // prettier-ignore

const stamp = (ms: number): string => new Date(ms).toISOString().slice(11, 23).replace(".", ",");
writeFileSync(
  join(folder, "film.srt"),
  Array.from({ length: 20_000 }, (_, i) => `${i + 1}\n${stamp(i * 540)} --> ${stamp(i * 540 + 500)}\nline ${i}\n`).join("\n"),
); // prettier-ignore

const opened = await openEngine(library);
const mediaId = await opened.indexed(film);
const tiers = ["Shots", "Speech", "Checks"].map((name, position) => ({
  id: TierId.parse(`l_bench-${position}`), name, colour: position, labels: [], locked: false, hidden: false, position,
})); // prettier-ignore
await opened.engine.service.call("annotations.edit", { title: "Tiers", changes: tiers.map((tier) => ({ do: "putTier" as const, tier })) }, call); // prettier-ignore
for (let from = 0; from < 10_000; from += 5000)
  await opened.engine.service.call(
    "annotations.edit",
    {
      title: "Marks",
      changes: Array.from({ length: 5000 }, (_, k) => {
        const i = from + k;
        const startFrame = i * 2;
        const tierId = tiers[i % 3]?.id ?? TierId.parse("l_bench-0");
        const draft = { id: AnnotationId.parse(`a_bench-${i}`), mediaId, tierId, place: { startFrame, endFrame: startFrame + 1 + (i % 5) }, label: `mark ${i}`, note: "", review: "unreviewed" as const, origin: { by: "person" as const } }; // prettier-ignore
        return { do: "put" as const, draft, version: 0 };
      }),
    },
    call,
  );
await opened.engine.close();

const { address, browser, close } = await servedWindow(library, []);

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
}
/** What runs script on the page's main thread; nested ones count once. */
const script = new Set(["FunctionCall", "EventDispatch", "FireAnimationFrame", "RunMicrotasks", "TimerFire", "EvaluateScript"]); // prettier-ignore

/** Milliseconds of script between each two pictures while the wheel turns, from the whole file to single frames and back. */
async function wheel(page: Page): Promise<number[]> {
  const box = await page.locator(".timeline-box").boundingBox();
  if (!box) throw new Error("no timeline");
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2);
  await browser.startTracing(page, { categories: ["devtools.timeline", "v8.execute"] });
  await page.evaluate(
    async ([x, y]) => {
      const target = document.querySelector(".timeline-box");
      for (let i = 0; i < 300; i++) {
        await new Promise((next) => requestAnimationFrame(next));
        const half = i % 150;
        const shiftKey = half % 5 === 4;
        const deltaY = shiftKey ? 60 : half < 75 ? -60 : 60;
        target?.dispatchEvent(new WheelEvent("wheel", { deltaY, shiftKey, clientX: x, clientY: y, bubbles: true, cancelable: true })); // prettier-ignore
      }
    },
    [box.x + box.width * 0.4, box.y + box.height / 2] as const,
  );
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  const frames = traceEvents.filter((e) => e.name === "FireAnimationFrame" && e.ph === "X");
  const busiest = new Map<string, number>();
  for (const e of frames) busiest.set(`${e.pid} ${e.tid}`, (busiest.get(`${e.pid} ${e.tid}`) ?? 0) + 1);
  const main = [...busiest].toSorted((a, b) => b[1] - a[1])[0]?.[0];
  const spans = traceEvents
    .filter((e) => `${e.pid} ${e.tid}` === main && e.ph === "X" && script.has(e.name))
    .toSorted((a, b) => a.ts - b.ts);
  // Frames begin with their first animation callback: those of one picture follow each other closely.
  const begins = frames
    .filter((e) => `${e.pid} ${e.tid}` === main)
    .map((e) => e.ts)
    .toSorted((a, b) => a - b)
    .filter((ts, i, all) => i === 0 || ts - (all[i - 1] ?? 0) > 4000);
  const times = begins.map(() => 0);
  let [at, end] = [-1, 0];
  for (const { ts, dur = 0 } of spans) {
    while (at + 1 < begins.length && (begins[at + 1] ?? Infinity) <= ts) at++;
    const from = Math.max(ts, end);
    end = Math.max(end, ts + dur);
    if (at >= 0 && end > from) times[at] = (times[at] ?? 0) + (end - from) / 1000;
  }
  return times.slice(10).toSorted((a, b) => a - b);
}

try {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(address);
  await page.locator(".file-row.ready").waitFor({ timeout: 60_000 });
  await page.waitForTimeout(3000);
  for (const name of ["timeline", "timeline with its list"]) {
    if (name !== "timeline") {
      await page.keyboard.press("Control+4");
      await page.waitForTimeout(1500);
    }
    await wheel(page);
    const times = await wheel(page);
    const at = (share: number): string => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1);
    process.stdout.write(`${name}: script p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms a frame (${times.length} frames)\n`); // prettier-ignore
  }
} finally {
  await close();
  rmSync(folder, { recursive: true, force: true });
}
