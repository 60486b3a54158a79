/**
 * Renders little clips of random scenes from the sample film's kit of models, with what is so in them, for training the built-in model:
 *
 *   node scripts/rendered/make.ts --to DIR [--clips 4000] [--first 0] [--jobs 2] [--only THING] [--place PLACE] [--weather WEATHER] [--time TIME] [--walled] [--leaping] [--passing] [--size SIZE]
 *
 * Writes DIR/rendered-FIRST.jsonl, a line per clip {shard, at, bytes, frames, facts}, and beside it the pictures as JPEG strips, one below the other.
 * No frame of the sample film itself is among them.
 */
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openPage } from "../sample/browser.ts";
import type { Time, Weather } from "./places.ts";

const weathers: readonly Weather[] = ["rain", "snow", "fog"];
const times: readonly Time[] = ["day", "sunset", "night"];
const sizes = ["wide", "close"] as const;

const { values } = parseArgs({
  options: {
    to: { type: "string" },
    clips: { type: "string", default: "4000" },
    first: { type: "string", default: "0" },
    jobs: { type: "string", default: "2" },
    only: { type: "string" },
    place: { type: "string" },
    /** Wherever there can be weather. */
    weather: { type: "string" },
    /** Outdoors. */
    time: { type: "string" },
    /** On a wall whatever may be on one. */
    walled: { type: "boolean", default: false },
    /** Over a log, a rock, a wall or a fence whatever can jump. */
    leaping: { type: "boolean", default: false },
    /** Seen in part whatever is long, on its way through the picture or into it. */
    passing: { type: "boolean", default: false },
    /** How large in the picture: "wide" or "close". */
    size: { type: "string" },
  },
});
if (values.to === undefined) throw new Error("--to DIR: where to write");
const weather = weathers.find((one) => one === values.weather);
if (values.weather !== undefined && weather === undefined)
  throw new Error(`no weather ${values.weather}: one of ${weathers.join(", ")}`);
const time = times.find((one) => one === values.time);
if (values.time !== undefined && time === undefined)
  throw new Error(`no time ${values.time}: one of ${times.join(", ")}`);
const size = sizes.find((one) => one === values.size);
if (values.size !== undefined && size === undefined)
  throw new Error(`no size ${values.size}: one of ${sizes.join(", ")}`);
const to = resolve(values.to);
const root = fileURLToPath(new URL("../..", import.meta.url));
const [clips, first, jobs] = [Number(values.clips), Number(values.first), Number(values.jobs)];
mkdirSync(to, { recursive: true });
const started = Date.now();
let done = 0;

async function run(job: number): Promise<void> {
  const name = `rendered-${first}-${job}`;
  const page = await openPage(root, new URL("page.ts", import.meta.url));
  const shard = join(to, `${name}.jpegs`);
  const list = join(to, `${name}.jsonl`);
  writeFileSync(shard, "");
  writeFileSync(list, "");
  let at = 0;
  try {
    for (let seed = first + job; seed < first + clips; seed += jobs) {
      const { facts, strip } = await page.evaluate(([which, wish]) => window.rendered.clip(which, wish), [
        seed,
        {
          thing: values.only,
          place: values.place,
          weather,
          time,
          walled: values.walled,
          leaping: values.leaping,
          passing: values.passing,
          size,
        },
      ] as const);
      const data = Buffer.from(strip.slice(strip.indexOf(",") + 1), "base64");
      appendFileSync(shard, data);
      appendFileSync(list, `${JSON.stringify({ shard: `${name}.jpegs`, at, bytes: data.length, facts })}\n`);
      at += data.length;
      done += 1;
      if (done % 100 === 0)
        process.stderr.write(
          `${done}/${clips} clips, ${((Date.now() - started) / done).toFixed(0)} ms each\n`,
        );
    }
  } finally {
    await page.close();
  }
}

await Promise.all(Array.from({ length: jobs }, (_, job) => run(job)));
