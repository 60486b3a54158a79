import { mkdir, readdir, rm, stat, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isCancelled } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import { checkAborted, type Context } from "../context.ts";
import type { VideoSource } from "../media/decode-video.ts";
import { makeProxy, makeProxyWithSound } from "../media/proxy.ts";

/** Room that stand-ins may take; the longest unused go first. */
const mostBytes = 20 * 1024 ** 3;

/** Which stand-in of a film: with its first sound, or with the sound of another stream; the picture encoded or the film's own. */
export interface ProxyKind {
  readonly audio?: number | undefined;
  readonly picture?: "encode" | "copy" | undefined;
}

const nameOf = (id: MediaId, { audio, picture }: ProxyKind): string =>
  audio === undefined ? `${id}.mp4` : `${id}.${picture === "copy" ? "own" : "sound"}-${audio}.mp4`;

/** Stand-ins for playback, made when a window first needs one. May be deleted at any time. */
export function createProxies(libraryDir: string) {
  const folder =
    libraryDir === ":memory:"
      ? join(tmpdir(), `footnote-proxies-${process.pid}`)
      : join(libraryDir, "proxies");
  const making = new Map<string, Promise<void>>();
  const closing = new AbortController();
  const exists = async (name: string): Promise<boolean> =>
    (await stat(join(folder, name)).catch(() => undefined))?.isFile() ?? false;
  /** Those that are finished: what is being written begins with a dot. */
  const all = async (): Promise<string[]> =>
    (await readdir(folder).catch((): string[] => [])).filter((name) => !name.startsWith("."));

  const evict = async (keep: MediaId): Promise<void> => {
    const found = await Promise.all(
      (await all()).map(async (name) => {
        const info = await stat(join(folder, name)).catch(() => undefined);
        return { name, size: info?.size ?? 0, used: info?.mtimeMs ?? 0 };
      }),
    );
    let total = found.reduce((sum, one) => sum + one.size, 0);
    for (const one of found.sort((a, b) => a.used - b.used)) {
      if (total <= mostBytes) return;
      if (one.name.startsWith(`${keep}.`) || making.has(one.name)) continue;
      await rm(join(folder, one.name), { force: true });
      total -= one.size;
    }
  };

  /** Two windows that ask for the same share the work; where the one that began it gives up, the other begins anew. */
  const once = async (
    ctx: Context,
    name: string,
    id: MediaId,
    work: (out: string) => Promise<void>,
  ): Promise<void> => {
    while (!(await exists(name))) {
      checkAborted(ctx);
      const others = making.get(name);
      if (!others) {
        const mine = (async () => {
          await mkdir(folder, { recursive: true });
          await work(join(folder, name));
          await evict(id);
        })().finally(() => making.delete(name));
        making.set(name, mine);
        return await mine;
      }
      // Whoever gives up waits for nobody.
      let heard: (() => void) | undefined;
      const givenUp = new Promise<void>((resolve) => {
        heard = resolve;
        ctx.signal.addEventListener("abort", heard, { once: true });
      });
      await Promise.race([others, givenUp])
        .catch((error: unknown) => {
          if (!isCancelled(error)) throw error;
        })
        .finally(() => heard && ctx.signal.removeEventListener("abort", heard));
      checkAborted(ctx);
    }
  };

  const make = async (
    ctx: Context,
    id: MediaId,
    source: () => Promise<VideoSource>,
    kind: ProxyKind = {},
  ): Promise<void> => {
    const { audio, picture } = kind;
    const inner = { ...ctx, signal: AbortSignal.any([ctx.signal, closing.signal]) };
    if (audio === undefined)
      return await once(
        inner,
        nameOf(id, {}),
        id,
        async (out) => await makeProxy(inner, await source(), out),
      );
    // A film that no browser engine plays has its stand-in's picture; that is made once for all sounds.
    if (picture !== "copy") await make(ctx, id, source);
    await once(inner, nameOf(id, kind), id, async (out) => {
      const from = picture === "copy" ? undefined : join(folder, nameOf(id, {}));
      await makeProxyWithSound(inner, await source(), audio, out, from);
    });
  };

  return {
    /** Where a film's stand-in lies; undefined while there is none. Asking counts as using. */
    find: async (id: MediaId, kind: ProxyKind = {}): Promise<string | undefined> => {
      const name = nameOf(id, kind);
      if (!(await exists(name))) return undefined;
      const now = new Date();
      await utimes(join(folder, name), now, now).catch(() => {});
      return join(folder, name);
    },
    /** Deletes all that are not being made. Returns the bytes that came free. */
    clear: async (): Promise<number> => {
      let freed = 0;
      for (const name of await all()) {
        if (!name.endsWith(".mp4") || making.has(name)) continue;
        freed += (await stat(join(folder, name)).catch(() => undefined))?.size ?? 0;
        await rm(join(folder, name), { force: true });
      }
      return freed;
    },
    /** Makes it unless it is there. Errors: those of `makeProxy` and `makeProxyWithSound`. */
    make,
    /** Deletes every stand-in of a film. */
    remove: async (id: MediaId): Promise<void> => {
      for (const name of await all())
        if (name.startsWith(`${id}.`)) await rm(join(folder, name), { force: true });
    },
    close: async (): Promise<void> => {
      closing.abort();
      await Promise.allSettled(making.values());
      if (libraryDir === ":memory:") await rm(folder, { recursive: true, force: true });
    },
  };
}
export type Proxies = ReturnType<typeof createProxies>;
