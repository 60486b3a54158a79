import { randomUUID } from "node:crypto";
import { join, resolve } from "node:path";
import type { Settings } from "../../contract/calls.ts";
import { FootnoteError, isCancelled, type ErrorBody } from "../../contract/errors.ts";
import { PickId, type MediaId } from "../../contract/ids.ts";
import type { MediaSummary } from "../../contract/media.ts";
import { checkAborted, type Context } from "../engine/context.ts";
import { createEngine, type Engine } from "../engine/engine.ts";
import { portsFor } from "../host/engine-ports.ts";
import { libraryFolder } from "../host/library-folder.ts";
import { callContext } from "./call-context.ts";

/** Bare files that stay in the cache; the oldest go first. */
const mostKept = 300;
const patience = 3000;

export interface Workspace {
  readonly engine: Engine;
  /** Takes paths in, the same path at the same place; folders give every film in them. `sound`: the audio stream to listen to. Errors: those of the first that fails. */
  add(ctx: Context, paths: readonly string[], sound?: number): Promise<{ id: MediaId; file: string }[]>;
  /** Takes one path in as it is: a file, or all the films of a folder. */
  take(ctx: Context, path: string): Promise<{ files: MediaSummary[]; refused: ErrorBody[] }>;
  /** Waits until these are settled, with a progress bar. A single one that failed throws its error, unless told not to. */
  ready(
    ctx: Context,
    files: readonly { id: MediaId; file: string }[],
    throwing?: boolean,
  ): Promise<MediaSummary[]>;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly library?: string | undefined;
  readonly ownerName: string;
  /** Only looks: queued work stays queued. */
  readonly startWork?: boolean;
}

/** Opens the user's own library. Errors: library-busy and the like. */
export async function openLibrary(ctx: Context, options: OpenOptions): Promise<Workspace> {
  const picks = new Map<PickId, string>();
  const engine = await engineOn(libraryFolder(options.library), ctx, options.ownerName, picks, {
    startWork: options.startWork ?? true,
  });
  return workspaceOf(engine, picks);
}

/**
 * Opens the cache for bare files beside the library, so that a second question about a film is quick and the library's
 * list stays the user's own. While another command holds it, work is kept in memory instead.
 */
export async function openCache(
  ctx: Context,
  options: OpenOptions & {
    readonly depth: Settings["depth"];
    readonly decoder: Settings["decoder"];
    readonly model?: string | undefined;
  },
): Promise<Workspace> {
  const picks = new Map<PickId, string>();
  const open = (libraryDir: string): Promise<Engine> =>
    engineOn(libraryDir, ctx, options.ownerName, picks, {
      startWork: false,
      modelsHome: libraryFolder(options.library),
      ...(options.model === undefined ? {} : { encoder: options.model }),
    });
  const dir = join(libraryFolder(options.library), "bare-files");
  const until = Date.now() + patience;
  let engine: Engine | undefined;
  while (!engine)
    try {
      engine = await open(dir);
    } catch (error) {
      if (!(error instanceof FootnoteError) || error.code !== "library-busy") throw error;
      checkAborted(ctx);
      if (Date.now() > until) engine = await open(":memory:");
      else await new Promise((later) => setTimeout(later, 100));
    }
  const call = callContext(ctx);
  // What an interrupted command left is taken up when that file is asked for again, not before.
  await engine.service.call("jobs.cancel", { ids: [] }, call);
  await engine.service.call("settings.set", { depth: options.depth, decoder: options.decoder }, call);
  const { files } = await engine.service.call("library.list", {}, call);
  const old = files.toSorted((a, b) => b.addedAt - a.addedAt).slice(mostKept);
  if (old.length > 0) await engine.service.call("library.remove", { ids: old.map((f) => f.id) }, call);
  return workspaceOf(engine, picks);
}

/** The engine of a command: without a window, on paths that the command line named. */
const engineOn = (
  libraryDir: string,
  ctx: Context,
  ownerName: string,
  picks: ReadonlyMap<PickId, string>,
  more: Pick<Parameters<typeof portsFor>[0], "startWork" | "modelsHome" | "encoder">,
): Promise<Engine> =>
  createEngine(
    portsFor({
      libraryDir,
      ownerName,
      resolvePick: (pick) => picks.get(pick),
      picking: "picker",
      bulkPrefix: "/",
      log: ctx.log,
      offerSample: false,
      ...more,
    }),
  );

function workspaceOf(engine: Engine, picks: Map<PickId, string>): Workspace {
  const take = async (
    ctx: Context,
    given: string,
  ): Promise<{ files: MediaSummary[]; refused: ErrorBody[] }> => {
    const pick = PickId.parse(`p_${randomUUID()}`);
    picks.set(pick, resolve(given));
    return await engine.service.call("library.import", { picks: [pick] }, callContext(ctx));
  };
  return {
    engine,
    take,
    add: async (ctx, paths, sound) => {
      const found: { id: MediaId; file: string }[] = [];
      for (const given of paths) {
        const path = resolve(given);
        const { files, refused } = await take(ctx, given);
        const first = refused[0];
        // A folder gives what it can; a file that was named must be readable.
        if (files.length === 0 && first)
          throw FootnoteError.from({ ...first, file: first.file === path ? given : (first.file ?? given) });
        for (const { id } of files) {
          const where = await engine.pathOf(id);
          await chooseSound(ctx, engine, id, sound);
          found.push({ id, file: files.length === 1 ? given : where });
        }
      }
      return found;
    },
    ready: async (ctx, files, throwing = true) => {
      const call = callContext(ctx);
      for (;;) {
        checkAborted(ctx);
        const now = await Promise.all(files.map(({ id }) => engine.service.call("media.get", { id }, call)));
        const ended = now.filter((f) => ["ready", "failed", "cancelled", "missing"].includes(f.state));
        const failed = now.findIndex((f) => f.state === "failed" || f.state === "missing");
        if (throwing && failed >= 0 && ended.length === now.length && files.length === 1) {
          const error = now[failed]?.error ?? { code: "internal" as const, message: "Indexing failed." };
          throw FootnoteError.from({ ...error, file: files[failed]?.file ?? "" });
        }
        if (ended.length === now.length) return now;
        ctx.progress({
          done: now.reduce((sum, f) => sum + f.progress, 0),
          total: now.length,
          text: now.find((f) => f.state === "indexing")?.name ?? "",
        });
        await pause(ctx, 40);
      }
    },
    close: () => engine.close(),
  };
}

/** The audio stream that is listened to: the one that was asked for, else the file's main one. */
async function chooseSound(ctx: Context, { service }: Engine, id: MediaId, stream?: number): Promise<void> {
  const { sound } = await service.call("media.get", { id }, callContext(ctx));
  if (stream !== sound)
    await service.call(
      "media.setSound",
      { id, ...(stream === undefined ? {} : { stream }) },
      callContext(ctx),
    );
}

async function pause(ctx: Context, milliseconds: number): Promise<void> {
  await new Promise((later) => setTimeout(later, milliseconds));
  checkAborted(ctx);
}

/** Runs work in a workspace and always closes it. */
export async function within<T>(workspace: Workspace, work: (w: Workspace) => Promise<T>): Promise<T> {
  try {
    return await work(workspace);
  } finally {
    await workspace.close().catch((error: unknown) => {
      if (!isCancelled(error)) throw error;
    });
  }
}
