/**
 * Renders frames of the sample film in headless Chromium by three.js, on a clock that only the frame number moves,
 * from the scenes in `scenes/`: for looking at shots while they are made; `make.ts` calls it for the whole film.
 *
 *   node scripts/sample/render.ts [--shots 3-5] [--scale 0.5] [--work DIR] [--jobs 2] [--sheet FILE.png] [--every 24] [--reuse]
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openFilmPage } from "./browser.ts";
import { contactSheet } from "./encode.ts";
import { placedShots } from "./film.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

const { values } = parseArgs({
  options: {
    shots: { type: "string" },
    scale: { type: "string", default: "1" },
    work: { type: "string", default: join(root, ".cache/sample") },
    jobs: {
      type: "string",
      default: String(Math.max(1, Math.min(3, Math.floor(availableParallelism() / 2)))),
    },
    every: { type: "string", default: "1" },
    sheet: { type: "string" },
    reuse: { type: "boolean", default: false },
  },
});

/** The indices of the shots named by "4", "3-5" or "3,7-9" (counted from 1); all where nothing is named. */
function chosenShots(list: string | undefined): readonly number[] {
  if (list === undefined) return placedShots.map((_, index) => index);
  return list.split(",").flatMap((part) => {
    const [first, last] = part.split("-").map(Number);
    if (first === undefined || !Number.isInteger(first) || first < 1)
      throw new Error(`--shots ${list}: not a list of shot numbers`);
    const end = last === undefined ? first : last;
    return Array.from({ length: end - first + 1 }, (_, index) => first - 1 + index);
  });
}

const scale = Number(values.scale);
const every = Number(values.every);
const work = resolve(values.work);
const frameDir = join(work, scale === 1 ? "frames" : `frames-${scale}`);
const frameFile = (frame: number): string => join(frameDir, `${String(frame).padStart(5, "0")}.jpg`);
const chosen = chosenShots(values.shots);

async function renderFrames(): Promise<readonly number[]> {
  mkdirSync(frameDir, { recursive: true });
  const wanted = chosen.flatMap((index) => {
    const placed = placedShots[index];
    if (placed === undefined) throw new Error(`no shot ${index + 1}; the film has ${placedShots.length}`);
    const frames: number[] = [];
    for (
      let frame = placed.start + (every > 1 ? Math.min(6, every >> 1) : 0);
      frame < placed.end;
      frame += every
    )
      frames.push(frame);
    return frames;
  });
  const left = values.reuse ? wanted.filter((frame) => !existsSync(frameFile(frame))) : [...wanted];
  const jobs = Math.max(1, Math.min(Number(values.jobs), left.length));
  const share = Math.ceil(left.length / jobs);
  const started = Date.now();
  let done = 0;
  const run = async (frames: readonly number[]): Promise<void> => {
    if (frames.length === 0) return;
    const page = await openFilmPage(root);
    try {
      for (const frame of frames) {
        writeFileSync(frameFile(frame), await page.draw(frame, scale));
        done += 1;
        if (done % 100 === 0)
          process.stderr.write(
            `${done}/${left.length} frames, ${((Date.now() - started) / done).toFixed(0)} ms each\n`,
          );
      }
    } finally {
      await page.close();
    }
  };
  await Promise.all(
    Array.from({ length: jobs }, (_, job) => run(left.slice(job * share, (job + 1) * share))),
  );
  process.stderr.write(`${left.length} frames in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  return wanted;
}

const frames = await renderFrames();
if (values.sheet !== undefined) await contactSheet(frames.map(frameFile), resolve(values.sheet));
