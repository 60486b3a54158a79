import { mean, percent } from "./numbers.ts";
import { bad, idOf, parseLines, textOf, type Fields } from "./parse-input.ts";

const letters = "ABCDEFGHIJ";
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** The option that a free answer names: "(B)", "B.", "Answer: B", a number, or the option's own words; -1 for none. */
export function optionOf(answer: unknown, options: readonly string[]): number {
  if (typeof answer === "number") return Number.isInteger(answer) ? answer : -1;
  if (typeof answer !== "string") return -1;
  const text = answer.trim();
  const letter =
    /^\(?([A-J])(?:[).:,]|$)/.exec(text)?.[1] ??
    /\banswer(?:\s+is)?\s*:?\s*\(?([A-J])(?:[).:,\s]|$)/i.exec(text)?.[1]?.toUpperCase() ??
    /\(([A-J])\)/.exec(text)?.[1];
  // "A dog" is an option's text that begins with the letter A.
  const words = options.findIndex((option) => plain(option) === plain(text));
  if (words >= 0) return words;
  if (letter) return letters.indexOf(letter);
  return options.findIndex((option) => plain(option) !== "" && plain(text).includes(plain(option)));
}

const optionsOf = (row: Fields): string[] =>
  Array.isArray(row["options"]) ? row["options"].map((o) => textOf(o).replace(/^\(?[A-J][.)]\s*/, "")) : [];

/**
 * Multiple choice: lines `{qid, answer, options?, task?}` against `{qid, prediction}`. Accuracy over all, per task, and
 * the mean of the tasks; beside it what chance and "the longest option" would score, for no video is needed for those.
 */
export function evaluateMultipleChoice(truthText: string, predictionsText: string): Record<string, unknown> {
  const given = new Map(
    parseLines(predictionsText, "predictions").map((r) => [idOf(r, ["qid"], "predictions"), r]),
  );
  const tasks = new Map<string, number[]>();
  const chance: number[] = [];
  const longest: number[] = [];
  for (const row of parseLines(truthText, "truth")) {
    const qid = idOf(row, ["qid"], "truth");
    const options = optionsOf(row);
    const right = optionOf(row["answer"], options);
    if (right < 0) throw bad(`truth ${qid}: the answer names no option`);
    const prediction = given.get(qid);
    const task = textOf(row["task"]) || "all";
    const hit =
      prediction && optionOf(prediction["prediction"] ?? prediction["answer"], options) === right ? 1 : 0;
    tasks.set(task, [...(tasks.get(task) ?? []), hit]);
    if (options.length === 0) continue;
    chance.push(1 / options.length);
    const most = Math.max(...options.map((o) => o.length));
    longest.push(options.findIndex((o) => o.length === most) === right ? 1 : 0);
  }
  if (tasks.size === 0) throw bad("truth: no questions");
  const per = Object.fromEntries([...tasks].map(([task, hits]) => [task, percent(mean(hits))]));
  return {
    questions: [...tasks.values()].flat().length,
    accuracy: percent(mean([...tasks.values()].flat())),
    "mean of tasks": percent(mean([...tasks.values()].map(mean))),
    tasks: per,
    ...(chance.length > 0
      ? { "baseline chance": percent(mean(chance)), "baseline longest option": percent(mean(longest)) }
      : {}),
  };
}
