import type { Command } from "commander";
import { randomUUID } from "node:crypto";
import { TurnId } from "../../../contract/ids.ts";
import { callContext } from "../call-context.ts";
import { action } from "../command.ts";
import { table } from "../table.ts";
import { showTime } from "../times.ts";
import { decodingOptions, withIndexed, type DepthOption } from "./indexed.ts";
import { splitQuestion } from "./question.ts";

export const ask = (command: Command): Command =>
  action<DepthOption>(
    decodingOptions(
      command
        .description("an answer in words, every claim with a numbered moment")
        .argument("<file...>", "files or folders, then the question")
        .usage('[options] <file...> "<question>"')
        .option("--model <id>", "the picture model to use, or none")
        .option("--depth <full|fast>", "every frame, or key frames alone", "full"),
    ),
    async (run, args) => {
      const { out, ctx } = run;
      const { files: paths, question } = splitQuestion(args);
      await withIndexed(run, paths, async ({ engine }, files) => {
        const call = callContext(ctx);
        // Each command is a conversation of its own.
        await engine.service.call("chat.clear", {}, call);
        const stop = engine.service.onEvent((name, data) => {
          if (name === "chat.delta" && "text" in data) out.say(data.text);
        });
        const turnId = TurnId.parse(`t_${randomUUID()}`);
        const answer = await engine.service
          .call("chat.ask", { turnId, question, mediaIds: files.map((f) => f.id) }, call)
          .finally(stop);
        const names = new Map(files.map((f) => [f.id as string, f.file]));
        const footnotes = answer.footnotes.map(({ n, text, moment }) => ({
          n,
          file: names.get(moment.mediaId) ?? moment.file,
          start: moment.start,
          end: moment.end,
          startFrame: moment.startFrame,
          endFrame: moment.endFrame,
          text,
        }));
        out.result({ answer: answer.answer, footnotes, intent: answer.intent, steps: answer.steps }, () =>
          footnotes.length === 0
            ? ""
            : `\n\n${table(
                footnotes.map((f) => [
                  `[${f.n}]`,
                  `${showTime(f.start)} – ${showTime(f.end)}`,
                  ...(files.length > 1 ? [f.file] : []),
                  f.text,
                ]),
                ["right"],
              )}`,
        );
      });
    },
  );
