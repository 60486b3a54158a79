import type { Command } from "commander";
import { callContext } from "../call-context.ts";
import { action } from "../command.ts";
import { table } from "../table.ts";
import { decodingOptions, withIndexed, type DepthOption } from "./indexed.ts";

const sparks = "▁▂▃▄▅▆▇█";
const columns = 60;

/** A curve as a line of blocks, each the largest of its part. */
export function sparkline(values: readonly number[], width = columns): string {
  if (values.length === 0) return "";
  const n = Math.min(width, values.length);
  return Array.from({ length: n }, (_, i) => {
    const part = values.slice(
      Math.floor((i * values.length) / n),
      Math.max(Math.floor(((i + 1) * values.length) / n), Math.floor((i * values.length) / n) + 1),
    );
    const most = Math.max(...part);
    return (
      sparks[Math.min(sparks.length - 1, Math.floor(Math.min(1, Math.max(0, most)) * sparks.length))] ?? ""
    );
  }).join("");
}

export const signals = (command: Command): Command =>
  action<DepthOption>(
    decodingOptions(
      command
        .description("curves over time: light, colours, movement, camera, sound")
        .argument("<file>")
        .option("--depth <full|fast>", "every frame, or key frames alone", "full"),
    ),
    async (run, [file = ""]) => {
      await withIndexed(run, [file], async ({ engine }, [first]) => {
        if (!first) return;
        const track = await engine.service.call("media.signals", { id: first.id }, callContext(run.ctx));
        run.out.result(track, () =>
          table(Object.entries(track.curves).map(([name, values]) => [name, sparkline(values)])),
        );
      });
    },
  );
