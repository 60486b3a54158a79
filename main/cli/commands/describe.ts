import type { Command } from "commander";
import { FootnoteError } from "../../../contract/errors.ts";
import type { Context } from "../../engine/context.ts";
import { lookAtStretch, noneInstalled } from "../../engine/engine/look-at-moment.ts";
import { findRunnable, loadCatalogue } from "../../engine/models/catalogue.ts";
import {
  createVideoLanguageModel,
  type VideoLanguageModel,
} from "../../engine/models/transformers/video-language.ts";
import { modelsFolder } from "../../host/engine-ports.ts";
import { libraryFolder } from "../../host/library-folder.ts";
import { openVideo } from "../bare-file.ts";
import { action, type Common } from "../command.ts";
import { parseTime, showTime } from "../times.ts";

interface Options {
  readonly start: string;
  readonly end?: string;
  readonly question?: string;
  readonly model?: string;
}

/** The model that was named, else one that the user installed, else a built-in one. Errors: not-found, model-missing, unsupported. */
async function modelFor(ctx: Context, { library, model }: Common & Options): Promise<VideoLanguageModel> {
  const catalogue = await loadCatalogue(ctx, {
    modelsDir: modelsFolder(),
    libraryDir: libraryFolder(library),
  });
  const here = catalogue.entries
    .filter((e) => e.manifest.task === "video-language" && e.variants.length > 0)
    .sort((a, b) => Number(b.state === "installed") - Number(a.state === "installed"))[0];
  const name = model ?? (here && `${here.manifest.id}@${here.manifest.revision}`);
  if (name === undefined) throw noneInstalled();
  const { manifest, folder, variants } = findRunnable(catalogue, name);
  return createVideoLanguageModel(manifest, folder, variants[0] ?? "fp32");
}

export const describe = (command: Command): Command =>
  action<Options>(
    command
      .description("what a video-language model writes about a stretch: its words, nothing measured")
      .argument("<file>")
      .requiredOption("--start <time>", "where it begins: 83.5 or 1:23.5")
      .option("--end <time>", "where it ends (one frame at the start, unless said)")
      .option("--question <text>", "what is asked of it (a description, unless said)")
      .option("--model <id>", "which installed model"),
    async ({ ctx, out, options }, [file = ""]) => {
      const start = parseTime(options.start);
      const end = options.end === undefined ? start : parseTime(options.end);
      if (end < start) throw new FootnoteError("bad-arguments", "--end lies before --start.");
      const model = await modelFor(ctx, options);
      try {
        const source = await openVideo(ctx, file);
        if (start >= source.probe.duration)
          throw new FootnoteError(
            "out-of-range",
            `The film is only ${showTime(source.probe.duration)} long.`,
            {
              file,
            },
          );
        const seen = await lookAtStretch(ctx, model, source, {
          start,
          end: Math.min(end, source.probe.duration),
          question: options.question,
        });
        const times = seen.frames.map((frame) => source.table.time(frame));
        out.result(
          { ...seen, times },
          () =>
            `${seen.text}${seen.cut ? " …" : ""}\n\nwritten by ${seen.title} from ${seen.frames.length === 1 ? "frame" : "frames"} ${seen.frames.join(", ")} (${times.map(showTime).join(", ")}); nothing was measured`,
        );
      } finally {
        await model.dispose();
      }
    },
  );
