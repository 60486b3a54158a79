import Database from "better-sqlite3";
import * as sqliteVec from "sqlite-vec";
import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { restored, type RateVectors } from "../../main/engine/embed/vectors.ts";
import { openVectorFiles } from "../../main/engine/search/files/vector-files.ts";
import {
  filmOf,
  hitsOf,
  mediaOf,
  percentile,
  questionsIn,
  spaceOf,
  type Setup,
  type Truth,
} from "./setup.ts";

/**
 * One measured process for what the search is held against, over the same vectors. Prints JSON. Arguments: the folder, which
 * one (float, int8, sqlite-float, sqlite-bits), questions.
 */
const [folder = "", which = "int8", count = "20"] = process.argv.slice(2);
const setup = JSON.parse(readFileSync(join(folder, "setup.json"), "utf8")) as Setup;
const truth = JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")) as Truth;
const { width, hours, rows } = setup;
const queries = questionsIn(folder, width, Number(count));
const files = openVectorFiles(join(folder, "vectors"), spaceOf(width));
const films = files.list().map(({ media }) => media);
const rateOf = (media: (typeof films)[number]): RateVectors => {
  const rate = files.read(media)?.rates[0];
  if (!rate) throw new Error("a film without vectors");
  return rate;
};

interface Rival {
  readonly ask: (query: Float32Array) => { media: string; row: number }[];
  readonly disk: number;
}

/** The best twenty while scores come by. */
function twenty() {
  const best: { media: string; row: number; score: number }[] = [];
  let least = -Infinity;
  return {
    best,
    see: (media: string, row: number, score: number): void => {
      if (score <= least) return;
      best.push({ media, row, score });
      best.sort((a, b) => b.score - a.score);
      if (best.length > 20) best.pop();
      if (best.length === 20) least = best[19]!.score;
    },
  };
}

function plainFloat(): Rival {
  const all = films.map((media) => {
    const rate = rateOf(media);
    const out = new Float32Array(rows * width);
    for (let v = 0; v < rows; v++) out.set(restored(rate, width, v), v * width);
    return { media, out };
  });
  return {
    disk: hours * rows * width * 4,
    ask: (query) => {
      const { best, see } = twenty();
      for (const { media, out } of all)
        for (let v = 0, at = 0; v < rows; v++) {
          let sum = 0;
          for (let i = 0; i < width; i++, at++) sum += query[i]! * out[at]!;
          see(media, v, sum);
        }
      return best;
    },
  };
}

function plainInt8(): Rival {
  const all = films.map((media) => ({ media, rate: rateOf(media) }));
  return {
    disk: hours * rows * (width + 4),
    ask: (query) => {
      const { best, see } = twenty();
      for (const { media, rate } of all) {
        let base = 0;
        if (rate.centre) for (let i = 0; i < width; i++) base += query[i]! * rate.centre[i]!;
        const { values, scales } = rate;
        for (let v = 0, at = 0; v < rows; v++) {
          let sum = 0;
          for (let i = 0; i < width; i++, at++) sum += query[i]! * values[at]!;
          see(media, v, base + sum * scales[v]!);
        }
      }
      return best;
    },
  };
}

/** sqlite-vec's exact search over floats, and its binary quantisation with re-scoring as its guide describes it. */
function sqlite(bits: boolean): Rival {
  const path = join(folder, "sqlite-vec.db");
  rmSync(path, { force: true });
  const db = new Database(path);
  sqliteVec.load(db);
  db.pragma("journal_mode = OFF");
  db.pragma("synchronous = OFF");
  db.exec(
    bits
      ? `CREATE VIRTUAL TABLE v USING vec0(fine int8[${width}], coarse bit[${width}])`
      : `CREATE VIRTUAL TABLE v USING vec0(fine float[${width}])`,
  );
  // Its 8 bits have one scale for all: 0.3 is above nearly every number of these vectors.
  const scale = 127 / 0.3;
  const rounded = (vector: Float32Array): Int8Array =>
    Int8Array.from(vector, (value) => Math.max(-127, Math.min(127, Math.round(value * scale))));
  const bytes = (array: ArrayBufferView): Buffer =>
    Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  const insert = db.prepare(
    bits
      ? "INSERT INTO v(rowid, fine, coarse) VALUES (?, vec_int8(?), vec_quantize_binary(vec_f32(?)))"
      : "INSERT INTO v(rowid, fine) VALUES (?, ?)",
  );
  const put = db.transaction((media: (typeof films)[number]) => {
    const rate = rateOf(media);
    for (let v = 0; v < rows; v++) {
      const vector = restored(rate, width, v);
      const id = BigInt(filmOf(media) * rows + v);
      if (bits) insert.run(id, bytes(rounded(vector)), bytes(vector));
      else insert.run(id, bytes(vector));
    }
  });
  for (const media of films) put(media);
  const exact = (): Database.Statement<[Buffer], { rowid: number }> =>
    db.prepare("SELECT rowid FROM v WHERE fine MATCH ? AND k = 20 ORDER BY distance");
  const twice = (): Database.Statement<[Buffer, Buffer], { rowid: number }> =>
    db.prepare(`WITH near AS (SELECT rowid, fine FROM v WHERE coarse MATCH vec_quantize_binary(vec_f32(?)) AND k = 4096 ORDER BY distance)
     SELECT rowid FROM near ORDER BY vec_distance_l2(fine, vec_int8(?)) LIMIT 20`);
  return {
    disk: statSync(path).size,
    ask: (query) => {
      const found = bits ? twice().all(bytes(query), bytes(rounded(query))) : exact().all(bytes(query));
      return found.map(({ rowid }) => ({ media: mediaOf(Math.floor(rowid / rows)), row: rowid % rows }));
    },
  };
}

const began = performance.now();
const rival =
  which === "float"
    ? plainFloat()
    : which === "int8"
      ? plainInt8()
      : which === "sqlite-float"
        ? sqlite(false)
        : sqlite(true);
const build = performance.now() - began;
const times: number[] = [];
let [hits, asked, resident] = [0, 0, 0];
rival.ask(queries[0] ?? new Float32Array(width));
const work = process.cpuUsage();
for (const [q, query] of queries.entries()) {
  const start = performance.now();
  const found = rival.ask(query);
  times.push(performance.now() - start);
  resident = Math.max(resident, process.memoryUsage().rss);
  const best = truth[q];
  if (!best) continue;
  asked += best.length;
  hits += hitsOf(best, found, mediaOf);
}
const spent = process.cpuUsage(work);
process.stdout.write(
  JSON.stringify({
    build,
    cpu: (spent.user + spent.system) / 1000 / queries.length,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    recall: hits / Math.max(1, asked),
    resident,
    disk: rival.disk,
  }),
);
rmSync(join(folder, "sqlite-vec.db"), { force: true });
