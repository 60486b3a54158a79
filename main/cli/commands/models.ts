import type { Command } from "commander";
import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { FootnoteError } from "../../../contract/errors.ts";
import type { ModelPlaces } from "../../engine/models/catalogue.ts";
import { installModel, planInstall, type InstallPlan } from "../../engine/models/install/install-model.ts";
import { agreementText, compareInstalled } from "../../engine/models/manage/agreement.ts";
import { benchModel } from "../../engine/models/manage/bench-model.ts";
import { importModel } from "../../engine/models/manage/import-model.ts";
import { listModels, showModel, type ModelRow } from "../../engine/models/manage/list.ts";
import { preferFor } from "../../engine/models/manage/prefer.ts";
import { removeModel } from "../../engine/models/manage/remove.ts";
import { verifyModel } from "../../engine/models/manage/verify.ts";
import { encoderInUseAt } from "../../engine/engine/chosen-encoder.ts";
import { encoderText, photographsText, realFootageText } from "../../engine/models/encoder-in-use.ts";
import { modelKey, type ModelVariant } from "../../engine/models/manifest.ts";
import { askedEncoder, modelsFolder } from "../../host/engine-ports.ts";
import { libraryFolder } from "../../host/library-folder.ts";
import { callContext } from "../call-context.ts";
import { action, type Common } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { table } from "../table.ts";
import { openLibrary, within } from "../workspace.ts";

const placesOf = ({ library }: Common): ModelPlaces => ({
  modelsDir: modelsFolder(),
  libraryDir: libraryFolder(library),
});

const megabytes = (bytes: number | undefined): string =>
  bytes === undefined ? "?" : `${(bytes / 1e6).toFixed(1)} MB`;

const stateText = ({ state }: ModelRow): string => (state === "absent" ? "left out" : state);

const list = (command: Command): Command =>
  action<object>(
    command.description("every model known here, those that can be used first"),
    async ({ ctx, out, options }) => {
      const places = placesOf(options);
      const { models, problems } = await listModels(ctx, places);
      const encoder = askedEncoder();
      const used = await encoderInUseAt(ctx, { ...places, ...(encoder === undefined ? {} : { encoder }) });
      const inUse = used.entry && modelKey(used.entry.manifest);
      for (const { file, message } of problems) out.remark(`${file}: ${message}`);
      out.result(
        {
          models: models.map((m) => ({ ...m, inUse: modelKey(m) === inUse })),
          problems,
          pictures: encoderText(used),
        },
        () =>
          [
            table(
              models.map((m) => [
                out.style(m.state === "available" || m.state === "absent" ? "dim" : "green", stateText(m)),
                m.id,
                megabytes(m.bytes),
                m.research ? `${m.licence} (research only)` : m.licence,
                m.title,
              ]),
              ["left", "left", "right"],
            ),
            `\nlooks at pictures: ${encoderText(used)}`,
          ].join("\n"),
      );
    },
  );

const show = (command: Command): Command =>
  action<object>(
    command.description("all of one model: files, licence, what was measured").argument("<id>"),
    async ({ ctx, out, options }, [id = ""]) => {
      const model = await showModel(ctx, placesOf(options), id);
      out.result(model, () =>
        table([
          ["model", `${model.title} (${model.id}@${model.revision})`],
          ["state", model.state === "absent" ? "built in, but left out of this build" : model.state],
          ["licence", model.research ? `${model.licence} (research only)` : model.licence],
          ...(model.manifest.licence.note === undefined ? [] : [["", model.manifest.licence.note]]),
          ["good for", model.goodFor],
          ...(model.limits === undefined ? [] : [["limits", model.limits]]),
          ...(model.beside === undefined ? [] : [["together with", model.beside]]),
          ...(model.realFootage ? [["real footage", realFootageText(model.realFootage)]] : []),
          ...(model.photographs ? [["photographs", photographsText(model.photographs)]] : []),
          ...(model.trainedOn ?? []).map(({ name, what, terms }, i) => [
            i === 0 ? "learnt from" : "",
            `${name}: ${what} (${terms})`,
          ]),
          ["precisions", model.variants.join(", ") || "none here"],
          ["size", megabytes(model.bytes)],
          [
            "checked",
            model.verified
              ? "sizes and hashes are declared"
              : model.manifest.files.some((f) => f.stated)
                ? "hashes are those of its page, and held to; what it does not say is recorded at the first install"
                : "sizes and hashes are recorded at the first install",
          ],
          ...model.agreements.map((known) => [
            "precision",
            known.measured
              ? agreementText(known.variant, known)
              : `${known.variant}: its maker states ${known.value} on ${known.of}; not compared here`,
          ]),
          ...Object.entries(model.measured).map(([network, choice]) => [
            "measured",
            `${network}: ${choice.provider}, ${choice.batch} at once`,
          ]),
          ...Object.entries(model.preferred).map(([what, value]) => ["preferred", `${what}: ${value}`]),
        ]),
      );
    },
  );

interface InstallOptions {
  readonly variant?: ModelVariant["name"];
  readonly mirror?: string;
  readonly yes?: boolean;
}

function planText(plan: InstallPlan): string {
  const unknown =
    plan.unverified.length > 0
      ? `\n${plan.unverified.length} of its files have no declared hash: it is recorded as they come.`
      : "";
  return `${plan.title} (${plan.variant}), ${megabytes(plan.bytes)} from ${plan.host}\nLicence: ${plan.licence.name}${unknown}`;
}

/** Nothing is fetched without a yes: on a terminal it is asked for, a script gives it beforehand. */
async function consent(plan: InstallPlan, given: boolean): Promise<boolean> {
  if (given) return true;
  if (!process.stdin.isTTY)
    throw new FootnoteError("bad-arguments", `${plan.title} would be fetched from ${plan.host}.`, {
      hint: "Add --yes to agree to its licence and the download.",
    });
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await ask.question(`${planText(plan)}\nInstall it? [y/N] `)).trim());
  } finally {
    ask.close();
  }
}

const install = (command: Command): Command =>
  action<InstallOptions>(
    command
      .description("fetch a model, with consent, and check it before it is used")
      .argument("<id>")
      .option("--variant <name>", "fp32, fp16 or int8")
      .option("--mirror <url>", "a mirror of your own instead of the public hub")
      .option("--yes", "agree to the licence and the download"),
    async ({ ctx, out, options }, [id = ""]) => {
      const more = {
        ...(options.variant === undefined ? {} : { variant: options.variant }),
        ...(options.mirror === undefined ? {} : { mirror: options.mirror }),
      };
      const places = placesOf(options);
      const plan = await planInstall(ctx, places, id, more);
      if (!(await consent(plan, options.yes === true)))
        throw new FootnoteError("cancelled", "Nothing was fetched.");
      const entry = await installModel(ctx, places, id, more);
      const { id: name, revision, title } = entry.manifest;
      const compared = await compareInstalled(ctx, places, `${name}@${revision}`);
      out.result({ id: name, revision, folder: entry.folder, plan, compared }, () =>
        [`${title} is installed; files are looked at with it from now on`, ...compared].join("\n"),
      );
    },
  );

const bring = (command: Command): Command =>
  action<object>(
    command
      .description(
        "bring your own: a folder, an .onnx file or an archive (.zip, .tar, .tar.gz); it is looked into, copied, checked and tried",
      )
      .argument("<path>"),
    async ({ ctx, out, options }, [path = ""]) => {
      const { entry, reasons, trial } = await importModel(ctx, placesOf(options), resolve(path));
      out.result(
        {
          id: entry.manifest.id,
          revision: entry.manifest.revision,
          folder: entry.folder,
          reasons,
          trial: trial ?? null,
        },
        () =>
          [
            `${entry.manifest.id}@${entry.manifest.revision}: ${entry.manifest.title}`,
            ...reasons.map((reason) => `  ${reason}`),
            ...(trial
              ? [
                  `  a red disc looks to it like: ${trial.answers
                    .slice(0, 3)
                    .map((a) => `${a.text} (${a.similarity.toFixed(2)})`)
                    .join(", ")}`,
                ]
              : []),
          ].join("\n"),
      );
    },
  );

const use = (command: Command): Command =>
  action<object>(
    command
      .description("say which model looks at pictures, in the library and in bare files; none: no one does")
      .argument("<id>", "a model that is here, or none"),
    async ({ ctx, out, options }, [id = ""]) => {
      const { library } = options;
      const workspace = await openLibrary(ctx, { library, ownerName: "footnote models", startWork: false });
      await within(workspace, ({ engine }) =>
        engine.service.call("models.use", id === "none" ? {} : { id }, callContext(ctx)),
      );
      const used = await encoderInUseAt(ctx, placesOf(options));
      out.result({ pictures: encoderText(used) }, () => `looks at pictures: ${encoderText(used)}`);
    },
  );

const remove = (command: Command): Command =>
  action<object>(
    command.description("delete an installed model; what was indexed with it stays").argument("<id>"),
    async ({ ctx, out, options }, [id = ""]) => {
      const gone = await removeModel(ctx, placesOf(options), id);
      out.result(gone, () => `${gone.id}@${gone.revision} is removed`);
    },
  );

const verify = (command: Command): Command =>
  action<object>(
    command
      .description("read a model's files again and compare sizes, hashes and structure")
      .argument("<id>"),
    async ({ ctx, out, options }, [id = ""]) => {
      const report = await verifyModel(ctx, placesOf(options), id);
      out.result(report, () =>
        table(
          report.files.map((f) => [
            out.style(f.state === "sound" ? "green" : f.state === "not installed" ? "dim" : "red", f.state),
            f.path,
            f.message ?? (f.against === "declared" ? "" : `against what was ${f.against}`),
          ]),
        ),
      );
      return report.sound ? exitCodes.done : exitCodes.failed;
    },
  );

const bench = (command: Command): Command =>
  action<object>(
    command.description("how fast a model runs here, and how its precisions agree").argument("<id>"),
    async ({ ctx, out, options }, [id = ""]) => {
      const measured = await benchModel(ctx, placesOf(options), id);
      out.result(measured, () =>
        table(
          [
            ["precision", "on", "batch", "loads in", "agrees", "a second"],
            ...measured.rows.map((row) => [
              row.variant,
              row.provider,
              String(row.batch),
              `${Math.round(row.loadMs)} ms`,
              row.agreement === undefined ? "" : row.agreement.toFixed(4),
              row.rates.map(({ of, perSecond }) => `${perSecond.toFixed(1)} ${of}`).join(", "),
            ]),
          ],
          ["left", "left", "right", "right", "right", "left"],
        ),
      );
      for (const { variant, note } of measured.rows)
        if (note !== undefined) out.remark(`${variant}: ${note}`);
    },
  );

const prefer = (command: Command): Command =>
  action<{ on?: string; precision?: string }>(
    command
      .description(
        "say how a model runs, from its next opening on; without options what was measured decides",
      )
      .argument("<id>")
      .option("--on <provider>", "where: cpu, webgpu, cuda, coreml, dml")
      .option("--precision <name>", "one of those that are here: fp32, fp16, int8 …"),
    async ({ ctx, out, options }, [id = ""]) => {
      const { on: provider, precision } = options;
      const kept = await preferFor(ctx, placesOf(options), id, {
        ...(provider === undefined ? {} : { provider }),
        ...(precision === undefined ? {} : { precision }),
      });
      const said = [provider && `on ${provider}`, precision && `as ${precision}`].filter(Boolean).join(" ");
      out.result(kept, () => `${kept.id}@${kept.revision} runs ${said || "as was measured"}`);
    },
  );

const commands = { list, show, use, prefer, install, import: bring, remove, verify, bench };

/** `models` and its own commands. */
export function models(command: Command): Command {
  command.description("models: list, show, use, prefer, install, import, remove, verify, bench");
  for (const [name, define] of Object.entries(commands)) define(command.command(name));
  return command;
}
