import type { Command } from "commander";
import type { ErrorBody } from "../../../contract/errors.ts";
import type { MediaSummary } from "../../../contract/media.ts";
import { callContext } from "../call-context.ts";
import { action } from "../command.ts";
import { exitCodeOf, exitCodes } from "../exit-codes.ts";
import type { Output } from "../output.ts";
import { table } from "../table.ts";
import { showTime } from "../times.ts";
import { openLibrary, within, type Workspace } from "../workspace.ts";

interface FileLine {
  readonly id: string | null;
  readonly file: string;
  readonly state: string;
  readonly duration: number;
  readonly stages: Readonly<Record<string, string>>;
  readonly error: ErrorBody | null;
}

async function linesOf(workspace: Workspace, files: readonly MediaSummary[]): Promise<FileLine[]> {
  return await Promise.all(
    files.map(async (f) => ({
      id: f.id,
      file: await workspace.engine.pathOf(f.id).catch(() => f.name),
      state: f.state,
      duration: f.duration,
      stages: f.stages,
      error: f.error ?? null,
    })),
  );
}

/** Prints the files; the exit code is that of the first that failed. */
function print({ out }: { readonly out: Output }, files: readonly FileLine[]): number {
  out.result({ files }, () =>
    files.length === 0
      ? "the library is empty; add to it with: footnote import FILE…"
      : table(
          files.map((f) => [
            out.style(f.error ? "red" : f.state === "ready" ? "green" : "yellow", f.state),
            f.id === null ? "" : showTime(f.duration),
            out.style("dim", modelStages(f.stages)),
            f.error ? `${f.file}: ${f.error.message}` : f.file,
          ]),
          ["left", "right", "left"],
        ),
  );
  const failed = files.find((f) => f.error);
  return failed?.error ? exitCodeOf(failed.error.code) : exitCodes.done;
}

/** What models made of a file: "objects, faces, screen"; other states than done are named. */
const modelStages = (stages: FileLine["stages"]): string =>
  (["embed", "objects", "faces", "voices", "speech", "screen", "meanings", "sounds"] as const)
    .flatMap((stage) => {
      const state = stages[stage];
      if (state === undefined || state === "skipped") return [];
      return [state === "done" ? stage : `${stage} ${state}`];
    })
    .join(", ");

const refusedLine = (error: ErrorBody): FileLine => ({
  id: null,
  file: error.file ?? "",
  state: "failed",
  duration: 0,
  stages: {},
  error,
});

export const importFiles = (command: Command): Command =>
  action<{ readonly wait?: boolean }>(
    command
      .description("take files and folders into the library and index them")
      .argument("<path...>")
      .option("--no-wait", "leave the indexing to the window or to `footnote index`"),
    async (run, paths) => {
      const { ctx, options } = run;
      const wait = options.wait !== false;
      const workspace = await openLibrary(ctx, {
        library: options.library,
        ownerName: "footnote import",
        startWork: wait,
      });
      return await within(workspace, async () => {
        const refused: ErrorBody[] = [];
        const added = [];
        const call = callContext(ctx);
        if (!wait) await workspace.engine.service.call("jobs.pause", { ids: [] }, call);
        for (const path of paths) {
          const { files, refused: not } = await workspace.take(ctx, path);
          added.push(...files);
          refused.push(...not);
        }
        const now = wait
          ? await workspace.ready(
              ctx,
              added.map(({ id, name }) => ({ id, file: name })),
              false,
            )
          : added;
        return print(run, [...(await linesOf(workspace, now)), ...refused.map(refusedLine)]);
      });
    },
  );

export const index = (command: Command): Command =>
  action<object>(
    command.description("finish what the library has left to index, retrying what failed"),
    async (run) => {
      const { ctx, options } = run;
      const workspace = await openLibrary(ctx, { library: options.library, ownerName: "footnote index" });
      return await within(workspace, async ({ engine }) => {
        const call = callContext(ctx);
        await engine.service.call("jobs.retry", { ids: [] }, call);
        await engine.service.call("jobs.resume", { ids: [] }, call);
        const { files } = await engine.service.call("library.list", {}, call);
        const now = await workspace.ready(
          ctx,
          files.map(({ id, name }) => ({ id, file: name })),
          false,
        );
        return print(run, await linesOf(workspace, now));
      });
    },
  );

export const status = (command: Command): Command =>
  action<object>(command.description("what is in the library and how far it is"), async (run) => {
    const { ctx, options } = run;
    const workspace = await openLibrary(ctx, {
      library: options.library,
      ownerName: "footnote status",
      startWork: false,
    });
    return await within(workspace, async ({ engine }) => {
      const { files } = await engine.service.call("library.list", {}, callContext(ctx));
      print(run, await linesOf(workspace, files));
    });
  });
