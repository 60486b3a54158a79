import { mkdir, readdir, rm, stat, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MediaId } from "../../../contract/ids.ts";
import type { Context } from "../context.ts";
import type { VideoSource } from "../media/decode-video.ts";
import { makeProxy } from "../media/proxy.ts";

/** Room that stand-ins may take; the longest unused go first. */
const mostBytes = 20 * 1024 ** 3;

/** Stand-ins for playback, one a film, made when a window first needs one. May be deleted at any time. */
export function createProxies(libraryDir: string) {
  const folder =
    libraryDir === ":memory:"
      ? join(tmpdir(), `footnote-proxies-${process.pid}`)
      : join(libraryDir, "proxies");
  const making = new Map<MediaId, Promise<void>>();
  const closing = new AbortController();
  const pathOf = (id: MediaId): string => join(folder, `${id}.mp4`);
  const exists = async (id: MediaId): Promise<boolean> =>
    (await stat(pathOf(id)).catch(() => undefined))?.isFile() ?? false;

  const evict = async (keep: MediaId): Promise<void> => {
    const names = await readdir(folder);
    const all = await Promise.all(
      names.map(async (name) => {
        const info = await stat(join(folder, name)).catch(() => undefined);
        return { name, size: info?.size ?? 0, used: info?.mtimeMs ?? 0 };
      }),
    );
    let total = all.reduce((sum, one) => sum + one.size, 0);
    for (const one of all.sort((a, b) => a.used - b.used)) {
      if (total <= mostBytes) return;
      if (one.name === `${keep}.mp4`) continue;
      await rm(join(folder, one.name), { force: true });
      total -= one.size;
    }
  };

  return {
    /** Where a film's stand-in lies; undefined while there is none. Asking counts as using. */
    find: async (id: MediaId): Promise<string | undefined> => {
      if (!(await exists(id))) return undefined;
      const now = new Date();
      await utimes(pathOf(id), now, now).catch(() => {});
      return pathOf(id);
    },
    /** Deletes all that are not being made. Returns the bytes that came free. */
    clear: async (): Promise<number> => {
      const names = await readdir(folder).catch((): string[] => []);
      let freed = 0;
      for (const name of names) {
        if (!name.endsWith(".mp4") || making.has(name.slice(0, -4) as MediaId)) continue;
        freed += (await stat(join(folder, name)).catch(() => undefined))?.size ?? 0;
        await rm(join(folder, name), { force: true });
      }
      return freed;
    },
    /** Makes it unless it is there. Two windows that ask share the work. Errors: those of `makeProxy`. */
    make: async (ctx: Context, id: MediaId, source: () => Promise<VideoSource>): Promise<void> => {
      if (await exists(id)) return;
      let work = making.get(id);
      if (!work) {
        work = (async () => {
          await mkdir(folder, { recursive: true });
          const signal = AbortSignal.any([ctx.signal, closing.signal]);
          await makeProxy({ ...ctx, signal }, await source(), pathOf(id));
          await evict(id);
        })().finally(() => making.delete(id));
        making.set(id, work);
      }
      await work;
    },
    remove: (id: MediaId): Promise<void> => rm(pathOf(id), { force: true }),
    close: async (): Promise<void> => {
      closing.abort();
      await Promise.allSettled(making.values());
      if (libraryDir === ":memory:") await rm(folder, { recursive: true, force: true });
    },
  };
}
export type Proxies = ReturnType<typeof createProxies>;
