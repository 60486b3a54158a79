import type { Command } from "commander";
import { resolve, sep } from "node:path";
import { FootnoteError } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import { fromLocal, isZone, showClock, type WallClock } from "../../../contract/wall-clock.ts";
import { callContext } from "../call-context.ts";
import { action } from "../command.ts";
import { table } from "../table.ts";
import { openLibrary, within } from "../workspace.ts";

interface Options {
  readonly set?: string;
  readonly zone?: string;
  readonly shift?: string;
  readonly drift?: string;
  readonly recorded?: boolean;
  readonly clear?: boolean;
}

interface Line {
  readonly id: MediaId;
  readonly file: string;
  readonly clock: WallClock | null;
  /** What it shows at the first instant. */
  readonly shows: string | null;
  /** The camera's own word. */
  readonly recorded: WallClock | null;
}

function numberOf(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || text.trim() === "")
    throw new FootnoteError("bad-arguments", `${name} is a number of seconds, not “${text}”.`);
  return value;
}

/** "2024-05-01 14:30:05" in a zone, as the clock at film time zero. Errors: bad-arguments. */
function clockOf(text: string, zone: string, drift: number): WallClock {
  const parts = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?$/.exec(text.trim());
  if (!parts)
    throw new FootnoteError("bad-arguments", `“${text}” is no date and time.`, {
      hint: 'Write "2024-05-01 14:30:05".',
    });
  const [year = 0, month = 0, day = 0, h = 0, m = 0, s = 0] = parts.slice(1).map((p) => Number(p ?? 0));
  return { startsAt: fromLocal({ year, month, day, seconds: h * 3600 + m * 60 + s }, zone), zone, drift };
}

export const clock = (command: Command): Command =>
  action<Options>(
    command
      .description("when films of the library were taken, so that questions may name times of day")
      .argument("[path...]", "films or folders of the library; all unless said")
      .option("--set <time>", 'what the clock showed at the first instant: "2024-05-01 14:30:05"')
      .option("--zone <name>", "its time zone: Europe/Berlin, UTC, +02:00; this machine's unless said")
      .option("--drift <seconds>", "seconds that true time gains on the film in a day")
      .option("--shift <seconds>", "put clocks right by so much, later or (below zero) earlier")
      .option("--recorded", "take the camera's own word")
      .option("--clear", "forget it"),
    async ({ ctx, out, options }, paths) => {
      const zone = options.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
      if (!isZone(zone)) throw new FootnoteError("bad-arguments", `There is no time zone “${zone}”.`);
      const drift = options.drift === undefined ? undefined : numberOf(options.drift, "--drift");
      const shift = options.recorded
        ? 0
        : options.shift === undefined
          ? undefined
          : numberOf(options.shift, "--shift");
      const set = options.set === undefined ? undefined : clockOf(options.set, zone, drift ?? 0);
      const workspace = await openLibrary(ctx, {
        library: options.library,
        ownerName: "footnote clock",
        startWork: false,
      });
      await within(workspace, async ({ engine }) => {
        const call = callContext(ctx);
        const { files } = await engine.service.call("library.list", {}, call);
        const wanted = paths.map((path) => resolve(path));
        const chosen: { id: MediaId; file: string }[] = [];
        for (const { id, name } of files) {
          const file = await engine.pathOf(id).catch(() => name);
          const named = wanted.some((path) => file === path || file.startsWith(path + sep));
          if (wanted.length === 0 || named) chosen.push({ id, file });
        }
        const ids = chosen.map((one) => one.id);
        if (ids.length === 0)
          throw new FootnoteError("not-found", "None of these is in the library.", {
            hint: "Import them first.",
          });
        if (options.clear) await engine.service.call("clock.set", { ids }, call);
        if (options.recorded) await engine.service.call("clock.set", { ids }, call);
        if (set) await engine.service.call("clock.set", { ids, clock: set }, call);
        if (shift !== undefined) {
          const more = {
            ...(options.zone === undefined ? {} : { zone }),
            ...(drift === undefined ? {} : { drift }),
          };
          const { without } = await engine.service.call(
            "clock.shift",
            { ids, seconds: shift, ...more },
            call,
          );
          for (const { id, file } of chosen)
            if (without.includes(id)) out.remark(`${file}: nothing says when it was taken; use --set`);
        }
        const lines: Line[] = [];
        for (const { id, file } of chosen) {
          const known = await engine.service.call("clock.get", { id }, call);
          lines.push({
            id,
            file,
            clock: known.clock ?? null,
            shows: known.clock ? showClock(known.clock, 0) : null,
            recorded: known.suggested ?? null,
          });
        }
        out.result({ files: lines }, () =>
          table(
            lines.map((l) => [
              l.shows
                ? `${l.shows} ${l.clock?.zone ?? ""}`
                : l.recorded
                  ? `not set (the camera says ${showClock(l.recorded, 0)} ${l.recorded.zone})`
                  : "not set",
              l.file,
            ]),
          ),
        );
      });
    },
  );
