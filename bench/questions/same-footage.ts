// How well moments that show the same footage are told: real clips and copies of them, cut, made smaller and encoded anew.
// node bench/questions/same-footage.ts
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { MediaId } from "../../contract/ids.ts";
import type { Moment } from "../../contract/moments.ts";
import { made, material } from "../../test/fixtures-made/made.ts";
import { call, openEngine, scratchFolder } from "../../test/engine/engine/open-engine.ts";

const folder = join(material, "clips/content");
const questions = ["it is dark", "it is bright", "something red", "something blue", "something grey", "much movement", "the picture stands still", "the camera pans left", "a cut"]; // prettier-ignore
/** Seconds that the copy leaves out at the start. */
const late = 0.7;

const scratch = scratchFolder();
const opened = await openEngine(join(scratch.dir, "library"));
const { engine } = opened;
const copies = new Map<MediaId, MediaId>();
for (const name of readdirSync(folder).filter((one) => /\.(mp4|webm|mkv|avi)$/.test(one))) {
  const film = join(folder, name);
  const copy = await made(`copy-of-${name.replace(/\.\w+$/, "")}.mp4`, [
    "-ss", String(late), "-i", film, "-an", "-vf", "scale=trunc(iw/4)*2:trunc(ih/4)*2",
    "-c:v", "libx264", "-crf", "32", "-pix_fmt", "yuv420p",
  ]); // prettier-ignore
  copies.set(await opened.indexed(copy), await opened.indexed(film));
}
/** The same stretch of the same footage, by where it lies in the original: at least half of both. */
const truly = (a: Moment, b: Moment): boolean => {
  const place = (m: Moment) => {
    const original = copies.get(m.mediaId);
    const by = original ? late : 0;
    return { of: original ?? m.mediaId, start: m.start + by, end: m.end + by };
  };
  const [x, y] = [place(a), place(b)];
  const shared = Math.min(x.end, y.end) - Math.max(x.start, y.start);
  return x.of === y.of && shared > 0.5 * Math.max(x.end - x.start, y.end - y.start);
};
let [pairs, folded, wrong, joined] = [0, 0, 0, 0];
for (const question of questions) {
  const { moments } = await engine.service.call("find", { question, mediaIds: [], limit: 1000 }, call);
  for (const [i, a] of moments.entries())
    for (const b of moments.slice(i + 1)) {
      if (a.mediaId === b.mediaId) continue;
      const same = truly(a, b);
      if (same) pairs++;
      if (a.look !== b.look) continue;
      joined++;
      if (same) folded++;
      // Another stretch of the same film may look the same all the same: only other footage is a mistake.
      else if ((copies.get(a.mediaId) ?? a.mediaId) !== (copies.get(b.mediaId) ?? b.mediaId)) {
        wrong++;
        process.stdout.write(
          `  ${question}: ${a.file} ${a.start}–${a.end} with ${b.file} ${b.start}–${b.end}\n`,
        );
      }
    }
}
process.stdout.write(
  `${copies.size} films and their copies: of ${pairs} pairs of moments that are the same stretch ${folded} are folded; of ${joined} folded pairs ${wrong} are of other footage\n`,
);
await engine.close();
scratch.remove();
