import type { Args, Result } from "../../../contract/calls.ts";
import { FootnoteError } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { Probe } from "../../../contract/media.ts";
import { isZone, type WallClock } from "../../../contract/wall-clock.ts";
import type { Store } from "../store/store.ts";

/** The calls clock.*: when films were taken. */
export function createClocks({
  store,
  changed,
}: {
  readonly store: Store;
  readonly changed: (id: MediaId) => void;
}): {
  readonly get: (args: Args<"clock.get">) => Result<"clock.get">;
  readonly set: (args: Args<"clock.set">) => Result<"clock.set">;
  readonly shift: (args: Args<"clock.shift">) => Result<"clock.shift">;
} {
  const rowOf = (id: MediaId) => {
    const row = store.media.get(id);
    if (!row) throw new FootnoteError("not-found", "This file is not in the library.");
    return row;
  };
  const put = (id: MediaId, clock: WallClock | undefined): void => {
    store.clocks.set(id, clock);
    changed(id);
  };
  return {
    get: ({ id }) => {
      const suggested = recordedClock(rowOf(id).probe);
      const clock = store.clocks.get(id);
      return { ...(clock ? { clock } : {}), ...(suggested ? { suggested } : {}) };
    },
    set: ({ ids, clock }) => {
      for (const id of ids) rowOf(id);
      store.together(() => {
        for (const id of ids) put(id, clock);
      });
      return {};
    },
    shift: ({ ids, seconds, zone, drift }) => {
      const without: MediaId[] = [];
      store.together(() => {
        for (const id of ids) {
          const base = store.clocks.get(id) ?? recordedClock(rowOf(id).probe);
          if (!base) without.push(id);
          else
            put(id, {
              startsAt: base.startsAt + seconds * 1000,
              zone: zone ?? base.zone,
              drift: drift ?? base.drift,
            });
        }
      });
      return { without };
    },
  };
}

/**
 * When a camera says that it began to record. Apple's tag carries the local offset; the common one is UTC by its definition, though
 * some cameras write local time into it: a suggestion, not a fact.
 */
export function recordedClock(probe: Probe | undefined): WallClock | undefined {
  const tags = probe?.tags ?? {};
  const text = tags["com.apple.quicktime.creationdate"] ?? tags["creation_time"];
  if (text === undefined) return undefined;
  const startsAt = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  const offset = /([+-]\d{2}):?(\d{2})$/.exec(text);
  const zone = offset ? `${offset[1]}:${offset[2]}` : "UTC";
  // Cameras whose clock was never set say 1904 or 1970.
  if (!Number.isFinite(startsAt) || startsAt < Date.UTC(1980, 0) || !isZone(zone)) return undefined;
  return { startsAt, zone, drift: 0 };
}
