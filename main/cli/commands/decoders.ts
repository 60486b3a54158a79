import type { Command } from "commander";
import type { DecoderChoice } from "../../../contract/decoding.ts";
import { offeredAccelerators } from "../../engine/media/hardware/accelerators.ts";
import { tryAccelerators } from "../../engine/media/hardware/try-accelerators.ts";
import { openVideo } from "../bare-file.ts";
import { action } from "../command.ts";
import { table } from "../table.ts";
import { decoderOf } from "./indexed.ts";

const speed = (frames: number | undefined): string => (frames === undefined ? "" : `${frames.toFixed(0)}/s`);

function forPeople({ by, software, tried, kind }: DecoderChoice): string {
  return table([
    ["films of this kind", kind, "", ""],
    ["decoded by", by, "", ""],
    ...(software === undefined ? [] : [["software", "", speed(software), ""]]),
    ...tried.map((t) => [t.name, t.verdict, speed(t.speed), t.why]),
  ]);
}

export const decoders = (command: Command): Command =>
  action<{ readonly decoder?: string }>(
    command
      .description("accelerators that ffmpeg offers; with a film, each is tried on it now")
      .argument("[file]")
      .option("--decoder <name>", "try this one alone", "auto"),
    async ({ ctx, out, options }, [file]) => {
      const only = decoderOf(options.decoder);
      if (file === undefined) {
        const { ffmpeg, offered } = await offeredAccelerators(ctx);
        out.result({ ffmpeg: ffmpeg.version, offered }, () =>
          offered.length === 0 ? "this ffmpeg offers no accelerator" : offered.join("\n"),
        );
        return;
      }
      const choice = await tryAccelerators(
        ctx,
        await openVideo(ctx, file),
        only === "auto" ? undefined : only,
      );
      out.result(choice, () => forPeople(choice));
    },
  );
