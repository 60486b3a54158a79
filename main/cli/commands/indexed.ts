import type { Command } from "commander";
import { DecoderSetting } from "../../../contract/decoding.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { MediaSummary } from "../../../contract/media.ts";
import type { Settings } from "../../../contract/calls.ts";
import { FootnoteError } from "../../../contract/errors.ts";
import { errorLine } from "../output.ts";
import type { Common, Run } from "../command.ts";
import { parseWhole } from "../times.ts";
import { openCache, within, type Workspace } from "../workspace.ts";

export interface DepthOption {
  readonly depth?: string;
  /** The picture model to use. */
  readonly model?: string;
  /** What decodes: auto, software, or an accelerator by name. */
  readonly decoder?: string;
  /** Which audio stream is listened to, by its number in `probe`. */
  readonly sound?: string;
}

/** The options of every command that looks into bare files. */
export const decodingOptions = (command: Command): Command =>
  command
    .option(
      "--decoder <name>",
      "auto, software, or an accelerator of ffmpeg's (see: footnote decoders)",
      "auto",
    )
    .option("--sound <n>", "which audio stream to listen to, by its number in `footnote probe`");

export function decoderOf(name = "auto"): DecoderSetting {
  const parsed = DecoderSetting.safeParse(name);
  if (!parsed.success)
    throw new FootnoteError(
      "bad-arguments",
      `--decoder is auto, software or an accelerator's name, not “${name}”.`,
    );
  return parsed.data;
}

export function depthOf({ depth = "full" }: DepthOption): Settings["depth"] {
  if (depth !== "full" && depth !== "fast")
    throw new FootnoteError("bad-arguments", `--depth is full or fast, not “${depth}”.`);
  return depth;
}

export interface IndexedFile {
  readonly id: MediaId;
  /** As it was named. */
  readonly file: string;
  readonly summary: MediaSummary;
}

/**
 * Indexes bare files in the cache, then works on them. Of several, those that fail are remarked upon and left out, unless
 * none is left.
 */
export async function withIndexed<T>(
  { ctx, options, out }: Run<DepthOption & Common>,
  paths: readonly string[],
  work: (workspace: Workspace, files: IndexedFile[]) => Promise<T>,
): Promise<T> {
  const workspace = await openCache(ctx, {
    library: options.library,
    ownerName: "footnote command",
    depth: depthOf(options),
    model: options.model,
    decoder: decoderOf(options.decoder),
  });
  const sound = options.sound === undefined ? undefined : parseWhole(options.sound, "--sound");
  return await within(workspace, async () => {
    const added: { id: MediaId; file: string }[] = [];
    let first: FootnoteError | undefined;
    for (const path of paths)
      try {
        added.push(...(await workspace.add(ctx, [path], sound)));
      } catch (error) {
        if (!(error instanceof FootnoteError) || error.code === "cancelled" || paths.length === 1)
          throw error;
        first ??= error;
        process.stderr.write(`${errorLine(error.toBody())}\n`);
      }
    if (added.length === 0 && first) throw first;
    const summaries = await workspace.ready(ctx, added);
    const files = added.flatMap(({ id, file }, i) => {
      const summary = summaries[i];
      if (!summary) return [];
      if (summary.state === "ready") return [{ id, file, summary }];
      out.remark(`${file}: ${summary.error?.message ?? `it is ${summary.state}`} (left out)`);
      return [];
    });
    const failed = summaries.find((s) => s.error)?.error;
    if (files.length === 0 && failed) throw FootnoteError.from(failed);
    return await work(workspace, files);
  });
}
