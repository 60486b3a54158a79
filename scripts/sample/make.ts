/**
 * Makes the sample film from its scenes: frames that are not there yet are drawn, sounds are mixed, the narrator is
 * spoken, and the film, its subtitles and its truth are written to assets/sample. Needs Chromium, ffmpeg and espeak-ng.
 *
 *   npm run sample
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { countFrames, encodeFilm } from "./encode.ts";
import { filmFrames } from "./film.ts";
import { mixFilm } from "./sound/mix.ts";
import { speakLines } from "./sound/narrator.ts";
import { filmTruth, subtitles } from "./truth.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const work = join(root, ".cache/sample");
const out = join(root, "assets/sample");
mkdirSync(work, { recursive: true });
mkdirSync(out, { recursive: true });

const drawn = spawnSync(
  process.execPath,
  [join(root, "scripts/sample/render.ts"), "--reuse", "--work", work],
  { stdio: "inherit" },
);
if (drawn.status !== 0) process.exit(drawn.status ?? 1);
const lines = await speakLines(work);
mixFilm(lines, join(work, "sound.wav"));
await encodeFilm({
  pattern: join(work, "frames/%05d.jpg"),
  sound: join(work, "sound.wav"),
  film: join(out, "harbour.mp4"),
  work,
  frames: filmFrames,
});
const encoded = countFrames(join(out, "harbour.mp4"));
if (encoded !== filmFrames) throw new Error(`the film has ${encoded} frames, its plan ${filmFrames}`);
writeFileSync(join(out, "harbour.truth.json"), `${JSON.stringify(filmTruth(lines), null, 1)}\n`);
writeFileSync(join(out, "harbour.en.srt"), subtitles(lines));
process.stderr.write(`${join(out, "harbour.mp4")}: ${filmFrames} frames\n`);
