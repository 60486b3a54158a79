import type { ChatAnswer } from "../../contract/moments.ts";
import { TurnId } from "../../contract/ids.ts";
import { createContext } from "../../main/engine/context.ts";
import { ask } from "../../main/engine/chat/ask.ts";
import { answerQuestion } from "../../main/engine/grounding/answer/answer.ts";
import { measureFile } from "./measure-file.ts";

// Usage: node bench/questions/chat-file.ts FILE "TURN" ["TURN" …]: a conversation about one file.
const [path, ...turns] = process.argv.slice(2);
if (path === undefined || turns.length === 0) {
  process.stderr.write('usage: node bench/questions/chat-file.ts FILE "TURN" …\n');
  process.exit(2);
}
const ctx = createContext();
const files = [await measureFile(ctx, path)];
const history: ChatAnswer[] = [];
for (const [i, question] of turns.entries()) {
  const turn = {
    turnId: TurnId.parse(`t_turn${String(i).padStart(6, "0")}`),
    question,
    mediaIds: [],
    askedAt: 0,
  };
  process.stdout.write(`\n> ${question}\n`);
  const answer = await ask(ctx, turn, history, {
    find: (text) => answerQuestion(ctx, text, files),
    facts: () => Promise.resolve(files),
    emit: ({ text }) => process.stdout.write(text),
  });
  process.stdout.write(`\n(${answer.intent}; ${answer.steps.map((step) => step.text).join(" / ")})\n`);
  history.push(answer);
}
