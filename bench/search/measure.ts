import { createContext } from "../../main/engine/context.ts";
import { openVectorSearch } from "../../main/engine/search/vector-search.ts";
import { hitsOf, mediaOf, percentile, questionsIn, spaceOf, type Setup, type Truth } from "./setup.ts";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One measured process: opens the vectors and asks. Prints JSON. Arguments: the folder, questions, megabytes of memory. */
const [folder = "", count = "100", megabytes] = process.argv.slice(2);
const setup = JSON.parse(readFileSync(join(folder, "setup.json"), "utf8")) as Setup;
const truth = JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")) as Truth;
const { width } = setup;
const queries = questionsIn(folder, width, Number(count));
const ctx = createContext();
const nothing = process.memoryUsage().rss;
const began = performance.now();
const search = await openVectorSearch(
  join(folder, "vectors"),
  spaceOf(width),
  megabytes === undefined ? {} : { memory: Number(megabytes) * 2 ** 20 },
);
const open = performance.now() - began;
for (let i = 0; i < 5; i++) await search.search(ctx, queries[i % queries.length] ?? new Float32Array(width));
const times: number[] = [];
const work = process.cpuUsage();
let resident = 0;
let [hits, asked] = [0, 0];
for (const [q, query] of queries.entries()) {
  const start = performance.now();
  const { rows } = await search.search(ctx, query);
  times.push(performance.now() - start);
  resident = Math.max(resident, process.memoryUsage().rss);
  const best = truth[q];
  if (!best) continue;
  asked += best.length;
  hits += hitsOf(
    best,
    rows.map(({ media, vector }) => ({ media, row: vector })),
    mediaOf,
  );
}
const spent = process.cpuUsage(work);
process.stdout.write(
  JSON.stringify({
    open,
    cpu: (spent.user + spent.system) / 1000 / queries.length,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    recall: hits / Math.max(1, asked),
    resident,
    before: nothing,
    ...search.state(),
  }),
);
await search.close();
