import type { Context } from "../../context.ts";
import type { ModelSession } from "./session.ts";

/** A session that is opened at its first use, shared by all users, and closed when it was idle for a while. */
export interface LazySession {
  /** Hands the open session to `use`; it is not closed before that settles. */
  with<T>(ctx: Context, use: (session: ModelSession) => Promise<T>): Promise<T>;
  readonly isOpen: () => boolean;
  /** The open one, for reading where it runs. */
  readonly current: () => ModelSession | undefined;
  /** Closes it when nobody uses it: under memory pressure, or by the idle clock. True when it is closed. */
  evict(): Promise<boolean>;
  dispose(): Promise<void>;
}

export function createLazySession(
  open: (ctx: Context) => Promise<ModelSession>,
  idleMs: number,
): LazySession {
  let opening: Promise<ModelSession> | undefined;
  let session: ModelSession | undefined;
  let users = 0;
  let timer: NodeJS.Timeout | undefined;
  const close = async (): Promise<void> => {
    clearTimeout(timer);
    const gone = session;
    opening = undefined;
    session = undefined;
    await gone?.dispose();
  };
  const rest = (): void => {
    if (users > 0 || !session) return;
    clearTimeout(timer);
    timer = setTimeout(() => void (users === 0 && close()), idleMs);
    timer.unref();
  };
  return {
    with: async (ctx, use) => {
      users++;
      clearTimeout(timer);
      try {
        opening ??= open(ctx);
        const mine = opening;
        try {
          session = await mine;
        } catch (error) {
          // The next user tries again.
          if (opening === mine) opening = undefined;
          throw error;
        }
        return await use(session);
      } finally {
        users--;
        rest();
      }
    },
    isOpen: () => session !== undefined,
    current: () => session,
    evict: async () => {
      if (users > 0) return false;
      await close();
      return true;
    },
    dispose: close,
  };
}
