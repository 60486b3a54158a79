/**
 * Moments in drawn films, found by the whole product: each film is a file that is indexed (with the cuts that the product finds),
 * and each question goes through `find`. The films come from `python3 -m footnote_mini.films --write FOLDER`.
 * usage: node bench/questions/drawn-films-whole.ts FOLDER [MODELS_FOLDER [MODEL]]
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { temporalIoU, toSeconds } from "../../contract/time.ts";
import { call, openEngine, scratchFolder } from "../../test/engine/engine/open-engine.ts";

interface Film {
  readonly file: string;
  readonly duration: number;
  readonly questions: readonly {
    readonly query: string;
    readonly windows: readonly (readonly [number, number])[];
    readonly changed: string;
  }[];
}

const folder = process.argv[2];
if (folder === undefined) throw new Error("name the folder of films");
const modelsDir = resolve(process.argv[3] ?? fileURLToPath(new URL("../../native-models", import.meta.url)));
const films = JSON.parse(readFileSync(join(folder, "films.json"), "utf8")) as readonly Film[];
const library = scratchFolder();
const opened = await openEngine(library.dir, { modelsDir, encoder: process.argv[4] ?? "footnote-mini" });
const present = { asked: 0, half: 0, most: 0, shown: 0, found: 0, weaker: 0 };
const absent = { asked: 0, shown: 0, found: 0, weaker: 0 };
/** Questions about what is not there by what was changed in them, and those of them that were shown. */
const changes = new Map<string, { asked: number; shown: string[] }>();
/** Questions about what is there whose first moment is another one. */
const missed: string[] = [];
const seconds = { indexing: 0, film: 0 };
try {
  for (const film of films) {
    const began = performance.now();
    const id = await opened.indexed(join(folder, film.file));
    seconds.indexing += (performance.now() - began) / 1000;
    seconds.film += film.duration;
    for (const { query, windows, changed } of film.questions) {
      const found = await opened.engine.service.call("find", { question: query, mediaIds: [id] }, call);
      const first = found.moments[0];
      const of = windows.length > 0 ? present : absent;
      of.asked += 1;
      of.shown += first === undefined ? 0 : 1;
      of.found += first?.verdict === "found" ? 1 : 0;
      of.weaker += first === undefined && found.weaker.length > 0 ? 1 : 0;
      if (windows.length === 0) {
        const entry = changes.get(changed) ?? { asked: 0, shown: [] };
        entry.asked += 1;
        if (first !== undefined) entry.shown.push(`${film.file}: ${query}`);
        changes.set(changed, entry);
      }
      // As the field scores R1: the first moment, shown or only offered as weaker.
      const best = first ?? found.weaker[0];
      if (windows.length === 0) continue;
      const told = `${film.file}: ${query}, ${windows.map(([from, to]) => `${from}-${to}`).join(" ")}`;
      if (best === undefined) {
        missed.push(`${told}: nothing`);
        continue;
      }
      const { start, end, timeBase } = best.range;
      const mine = { start: toSeconds(start, timeBase), end: toSeconds(end, timeBase) };
      const iou = Math.max(...windows.map(([from, to]) => temporalIoU(mine, { start: from, end: to })));
      if (iou < 0.5)
        missed.push(
          `${told}: ${mine.start.toFixed(1)}-${mine.end.toFixed(1)}${first === undefined ? ", a weak trace" : ""}`,
        );
      present.half += iou >= 0.5 ? 1 : 0;
      present.most += iou >= 0.7 ? 1 : 0;
    }
  }
} finally {
  await opened.engine.close();
  library.remove();
}
const share = (part: number, of: number): string => `${((100 * part) / Math.max(1, of)).toFixed(1)} %`;
console.log(
  `${films.length} films, ${(seconds.film / 60).toFixed(0)} minutes, indexed in ${seconds.indexing.toFixed(0)} s`,
);
console.log(
  `${present.asked} questions about what is there: R1@0.5 ${share(present.half, present.asked)}, R1@0.7 ${share(present.most, present.asked)}; shown ${share(present.shown, present.asked)} (${share(present.found, present.asked)} as found), only as possible ${share(present.weaker, present.asked)}`,
);
console.log(
  `${absent.asked} about what is not: shown ${share(absent.shown, absent.asked)} (${share(absent.found, absent.asked)} as found), only as possible ${share(absent.weaker, absent.asked)}`,
);
for (const line of missed) console.log(`  missed: ${line}`);
for (const [changed, { asked, shown }] of changes)
  console.log(
    `  absent by ${changed}: ${shown.length} of ${asked} shown${shown.map((line) => `\n    ${line}`).join("")}`,
  );
