/**
 * The sample film's questions about what is seen, put to the engine with a picture model: node bench/questions/sample-model.ts [MODELS_FOLDER [MODEL]]
 * Prints for each what was found, the truth and the best overlap; then how many are right (IoU of the first moment at 0.5 and 0.3,
 * nothing found where there is nothing).
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { temporalIoU, toSeconds } from "../../contract/time.ts";
import { call, openEngine, scratchFolder } from "../../test/engine/engine/open-engine.ts";

interface Known {
  readonly question: string;
  readonly moments: readonly (readonly [number, number])[];
  readonly needs?: string;
}

const modelsDir = resolve(process.argv[2] ?? fileURLToPath(new URL("../../native-models", import.meta.url)));
const sample = fileURLToPath(new URL("../../assets/sample/", import.meta.url));
const { questions } = JSON.parse(readFileSync(`${sample}harbour.truth.json`, "utf8")) as {
  questions: readonly Known[];
};

const library = scratchFolder();
const opened = await openEngine(library.dir, { modelsDir, encoder: process.argv[3] ?? "footnote-mini" });
const { engine } = opened;
try {
  const start = performance.now();
  const id = await opened.indexed(`${sample}harbour.mp4`);
  console.log(`indexed in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  const right = { half: 0, third: 0, first: 0, absent: 0 };
  const asked = questions.filter((q) => q.needs === "picture");
  for (const { question, moments: truth } of asked) {
    const found = await engine.service.call("find", { question, mediaIds: [id] }, call);
    const iou = (s: number, e: number): number =>
      Math.max(0, ...truth.map(([from, to]) => temporalIoU({ start: s, end: e }, { start: from, end: to })));
    const inSeconds = (list: typeof found.moments) =>
      list.map(({ range }) => ({
        start: toSeconds(range.start, range.timeBase),
        end: toSeconds(range.end, range.timeBase),
      }));
    const [shown, weaker] = [inSeconds(found.moments), inSeconds(found.weaker)];
    const first = shown[0] ? iou(shown[0].start, shown[0].end) : 0;
    if (truth.length === 0) right.absent += shown.length === 0 ? 1 : 0;
    else {
      right.half += first >= 0.5 ? 1 : 0;
      right.third += first >= 0.3 ? 1 : 0;
      right.first += shown.some((m) => iou(m.start, m.end) >= 0.3) ? 1 : 0;
    }
    const named = (list: typeof shown): string =>
      list
        .slice(0, 4)
        .map((m) => `${m.start.toFixed(1)}-${m.end.toFixed(1)}`)
        .join(" ") || "nothing";
    console.log(
      `${first.toFixed(2)}  ${question}: ${named(shown)}; weaker ${named(weaker)}; truth ${truth.map(([a, b]) => `${a}-${b}`).join(" ") || "nothing"}. ${found.why}`,
    );
  }
  console.log({ asked: asked.length, ...right });
} finally {
  await engine.close();
  library.remove();
}
