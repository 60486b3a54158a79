import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { temporalIoU } from "../../contract/time.ts";
import { createContext } from "../../main/engine/context.ts";
import { answerQuestion } from "../../main/engine/grounding/answer/answer.ts";
import { film, filmTruth } from "../../test/engine/grounding/answer/film.ts";
import { measureFile } from "./measure-file.ts";

// Usage: node bench/questions/score-film.ts: prints, for each question of known answer, how well the answer overlaps it.
interface Known {
  readonly question: string;
  readonly moments: readonly (readonly [number, number])[];
}

const ctx = createContext();

async function score(path: string, known: readonly Known[]): Promise<void> {
  const file = await measureFile(ctx, path);
  process.stdout.write(`${file.file}, ${file.duration.toFixed(1)} s\n`);
  let [sum, answered, refused] = [0, 0, 0];
  for (const { question, moments } of known) {
    const result = await answerQuestion(ctx, question, [file]);
    if (!result.answerable) {
      refused++;
      process.stdout.write(`     -  ${question}: ${result.why}\n`);
      continue;
    }
    answered++;
    const value = overlapOf(
      moments,
      result.moments.map(({ start, end }) => [start, end]),
    );
    sum += value;
    const shown = result.moments.slice(0, 4).map(({ start, end }) => `${start.toFixed(2)}-${end.toFixed(2)}`);
    process.stdout.write(
      `  ${value.toFixed(2)}  ${question}: ${shown.join(" ") || "nothing"} (truth ${moments.map(([a, b]) => `${a.toFixed(2)}-${b.toFixed(2)}`).join(" ") || "nothing"})\n`,
    );
  }
  process.stdout.write(
    `mean ${(sum / Math.max(1, answered)).toFixed(3)} over ${answered} answered, ${refused} not answerable\n\n`,
  );
}

/** Mean over the true moments of the best overlap with a found one, times the share of found ones that are right; 1 where both are empty. */
function overlapOf(truth: Known["moments"], found: Known["moments"]): number {
  if (truth.length === 0) return found.length === 0 ? 1 : 0;
  const iou = (a: readonly [number, number], b: readonly [number, number]): number =>
    temporalIoU({ start: a[0], end: a[1] }, { start: b[0], end: b[1] });
  const recall =
    truth.reduce((sum, one) => sum + Math.max(0, ...found.map((other) => iou(one, other))), 0) / truth.length;
  const right = found.filter((one) => truth.some((other) => iou(one, other) >= 0.3)).length;
  return found.length === 0 ? 0 : recall * (right / found.length);
}

await score(await film(), filmTruth);

const sample = fileURLToPath(new URL("../../assets/sample/harbour.truth.json", import.meta.url));
const sampleFilm = sample.replace(".truth.json", ".mp4");
if (existsSync(sample) && existsSync(sampleFilm)) {
  const truth = JSON.parse(await readFile(sample, "utf8")) as {
    questions: readonly (Known & { needs?: string })[];
  };
  await score(
    sampleFilm,
    truth.questions.filter(({ needs }) => needs === undefined),
  );
} else process.stdout.write("The sample film is not there: left out.\n");
