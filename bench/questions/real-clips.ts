/**
 * What the whole product makes of short descriptions of real clips with a picture model: each clip is asked for its own descriptions
 * and for those of the others, then all of them at once. Descriptions: native-models/training/footnote_mini/real_clips.json.
 * usage: node bench/questions/real-clips.ts CLIPS_FOLDER [MODELS_FOLDER [MODEL]]
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { MediaId } from "../../contract/ids.ts";
import { call, openEngine, scratchFolder } from "../../test/engine/engine/open-engine.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folder = process.argv[2];
if (folder === undefined) throw new Error("name the folder of clips");
const modelsDir = resolve(process.argv[3] ?? here("../../native-models"));
const encoder = process.argv[4] ?? "footnote-mini";
const wanted = JSON.parse(
  readFileSync(here("../../native-models/training/footnote_mini/real_clips.json"), "utf8"),
) as Record<string, string[]>;
const clips = Object.entries(wanted).filter(([name]) => existsSync(join(folder, name)));
const library = scratchFolder();
const opened = await openEngine(library.dir, { modelsDir, encoder });
const { service } = opened.engine;
const own = { asked: 0, shown: 0, found: 0, weaker: 0, unsure: 0 };
const other = { asked: 0, shown: 0, found: 0, weaker: 0, unsure: 0 };
const among = { asked: 0, first: 0, five: 0 };
try {
  const ids = new Map<string, MediaId>();
  for (const [name] of clips) ids.set(name, await opened.indexed(join(folder, name)));
  for (const [name, texts] of clips)
    for (const question of texts) {
      for (const [at, id] of ids) {
        const found = await service.call("find", { question, mediaIds: [id] }, call);
        const of = at === name ? own : other;
        of.asked += 1;
        of.shown += found.moments.length > 0 ? 1 : 0;
        of.found += found.moments.some(({ verdict }) => verdict === "found") ? 1 : 0;
        of.weaker += found.moments.length === 0 && found.weaker.length > 0 ? 1 : 0;
        of.unsure += found.moments.length === 0 && !found.answerable ? 1 : 0;
        if (at === name)
          console.log(
            `${name}: "${question}": ${found.moments.length > 0 ? "shown" : "not shown"}. ${found.why}`,
          );
      }
      const all = await service.call("find", { question, mediaIds: [...ids.values()] }, call);
      const order = [...new Set([...all.moments, ...all.weaker].map((m) => m.mediaId))];
      const rank = order.indexOf(ids.get(name) as MediaId);
      among.asked += 1;
      among.first += rank === 0 ? 1 : 0;
      among.five += rank >= 0 && rank < 5 ? 1 : 0;
    }
} finally {
  await opened.engine.close();
  library.remove();
}
console.log({ clips: clips.length, own, other, among });
