import type { Command } from "commander";
import { portsFor } from "../../host/engine-ports.ts";
import { libraryFolder } from "../../host/library-folder.ts";
import { hostChecks } from "../../host/host-checks.ts";
import { examine } from "../../engine/engine/doctor.ts";
import { action } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { table } from "../table.ts";

const marks = { ok: "ok", warning: "note", missing: "MISSING" } as const;
const colours = { ok: "green", warning: "yellow", missing: "red" } as const;

export const doctor = (command: Command): Command =>
  action<object>(
    command.description("what is here of what Footnote needs, and what to do about the rest"),
    async ({ ctx, out, options }) => {
      // The library is not opened: doctor must work while a window holds it.
      const ports = portsFor({
        libraryDir: libraryFolder(options.library),
        ownerName: "footnote doctor",
        resolvePick: () => undefined,
        picking: "picker",
        bulkPrefix: "/",
        log: ctx.log,
        hostChecks,
      });
      const reported = await examine(ctx, ports);
      out.result(reported, () =>
        table(
          reported.checks.map((c) => [
            out.style(colours[c.state], marks[c.state]),
            c.name,
            c.advice ? `${c.found}. ${c.advice}` : c.found,
          ]),
        ),
      );
      return reported.ok ? exitCodes.done : exitCodes.missing;
    },
  );
