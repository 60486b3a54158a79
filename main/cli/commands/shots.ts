import type { Command } from "commander";
import { FootnoteError } from "../../../contract/errors.ts";
import { callContext } from "../call-context.ts";
import { action } from "../command.ts";
import { table } from "../table.ts";
import { showTime } from "../times.ts";
import { decodingOptions, withIndexed, type DepthOption } from "./indexed.ts";

export const shots = (command: Command): Command =>
  action<DepthOption>(
    decodingOptions(command.description("cuts, dissolves and fades").argument("<file>")),
    async (run, [file = ""]) => {
      await withIndexed(
        { ...run, options: { ...run.options, depth: "full" } },
        [file],
        async ({ engine }, [first]) => {
          if (!first) return;
          const call = callContext(run.ctx);
          if (!first.summary.probe?.video)
            throw new FootnoteError("no-video", "The file has no video stream.", { file });
          const found = await engine.service.call("media.shots", { id: first.id }, call);
          const rate = first.summary.probe.video.frameRate;
          const frames = await engine.service.call("media.frameTable", { id: first.id }, call);
          run.out.result(found, () => {
            const at = timesOf(frames.runs, frames.timeBase);
            const time = (frame: number): string => showTime(at[frame] ?? (frame * rate.den) / rate.num);
            if (found.boundaries.length === 0) return `one shot of ${found.frames} frames`;
            return table(
              [
                ["frame", "time", "kind", "score"],
                ...found.boundaries.map((b) => [
                  b.kind === "cut" ? String(b.frame) : `${b.frame}–${b.endFrame}`,
                  time(b.frame),
                  b.kind,
                  b.score.toFixed(2),
                ]),
              ],
              ["right", "right"],
            );
          });
        },
      );
    },
  );

/** Seconds of every frame, counted from the first. */
function timesOf(runs: readonly (readonly [number, number])[], base: { num: number; den: number }): number[] {
  const out: number[] = [];
  let at = 0;
  for (const [step, count] of runs)
    for (let i = 0; i < count; i++) {
      at = out.length === 0 ? 0 : at + step;
      out.push((at * base.num) / base.den);
    }
  return out;
}
