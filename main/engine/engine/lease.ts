/** Something that may be replaced while it is in use: what was retired is closed when its last user is done. */
export interface Lease {
  /** Begins a use; the function that is returned ends it, once. */
  take(): () => void;
  /** No new use comes. Resolves when it is closed, or at once while somebody still uses it. */
  retire(): Promise<void>;
}

export function createLease(close: () => Promise<void>, onError: (error: unknown) => void): Lease {
  let users = 0;
  let retired = false;
  return {
    take: () => {
      users++;
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        users--;
        if (retired && users === 0) void close().catch(onError);
      };
    },
    retire: async () => {
      if (retired) return;
      retired = true;
      if (users === 0) await close();
    },
  };
}
