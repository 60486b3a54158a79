import { createContext } from "../../main/engine/context.ts";
import { answerQuestion } from "../../main/engine/grounding/answer/answer.ts";
import { outline } from "../../main/engine/grounding/questions/outline.ts";
import { parseQuestion } from "../../main/engine/grounding/questions/parse.ts";
import { measureFile } from "./measure-file.ts";

// Usage: node bench/questions/ask-file.ts FILE "QUESTION" ["QUESTION" …]: prints parses, moments and reasons.
const [path, ...questions] = process.argv.slice(2);
if (path === undefined || questions.length === 0) {
  process.stderr.write('usage: node bench/questions/ask-file.ts FILE "QUESTION" …\n');
  process.exit(2);
}
const ctx = createContext();
const file = await measureFile(ctx, path);
process.stdout.write(
  `${file.file}: ${file.duration.toFixed(1)} s, ${file.frameCount} frames, ${(file.shots ?? []).length} boundaries, ${(file.cues ?? []).length} cues\n`,
);
for (const question of questions) {
  const result = await answerQuestion(ctx, question, [file]);
  process.stdout.write(
    `\n${question}\n  ${outline(parseQuestion(question))}  ${result.answerable ? "" : "NOT ANSWERABLE "}${result.why}\n`,
  );
  for (const moment of [...result.moments, ...result.weaker].slice(0, 12))
    process.stdout.write(
      `  ${moment.start.toFixed(2)}..${moment.end.toFixed(2)} ${moment.verdict} ${moment.confidence.toFixed(2)}  ${moment.reasons
        .map((r) => r.text)
        .join(" | ")
        .slice(0, 200)}\n`,
    );
}
