import type { Args, Result } from "../../../contract/calls.ts";
import { FootnoteError } from "../../../contract/errors.ts";
import type { Context } from "../context.ts";
import { findRunnable, loadCatalogue } from "../models/catalogue.ts";
import { installModel, planInstall, type InstallOptions } from "../models/install/install-model.ts";
import { policyFromEnv } from "../models/install/request.ts";
import { compareInstalled } from "../models/manage/agreement.ts";
import { benchModel } from "../models/manage/bench-model.ts";
import { importModel } from "../models/manage/import-model.ts";
import { listModels } from "../models/manage/list.ts";
import { preferFor } from "../models/manage/prefer.ts";
import { removeModel } from "../models/manage/remove.ts";
import { modelKey, type ModelManifest } from "../models/manifest.ts";
import { verifyModel } from "../models/manage/verify.ts";
import type { EnginePorts } from "../ports.ts";
import type { ModelsWatch } from "./models-watch.ts";
import type { PictureModel } from "./picture-model.ts";

type Call =
  | "models.list"
  | "models.plan"
  | "models.install"
  | "models.import"
  | "models.remove"
  | "models.use"
  | "models.prefer"
  | "models.verify"
  | "models.measure";
type Handlers = { [M in Call]: (args: Args<M>, ctx: Context) => Promise<Result<M>> };

/** "none": a person wants no picture model. */
export type ModelsChanged = (brought?: ModelManifest | "none") => Promise<void>;

export interface ModelCallParts {
  readonly ports: EnginePorts;
  readonly pictureModel: PictureModel;
  readonly networkOff: () => boolean;
  /** Models were installed or removed, the named one brought just now. */
  readonly changed: ModelsChanged;
  readonly watch: ModelsWatch;
}

/** The calls about models. What is installed or removed is used at once; files are looked at anew in the background. */
export function modelCalls({ ports, pictureModel, networkOff, changed, watch }: ModelCallParts): Handlers {
  const places = { modelsDir: ports.modelsDir, libraryDir: ports.modelsHome ?? ports.libraryDir };
  // The switch of the settings adds to that of the environment, and never takes it back.
  const install = (): InstallOptions => {
    const policy = policyFromEnv();
    return { policy: { ...policy, off: policy.off || networkOff() } };
  };
  const named = ({ id, revision }: { id: string; revision: string }): string => `${id}@${revision}`;
  return {
    "models.list": async (_args, ctx) => {
      await watch.check();
      const { models, problems } = await listModels(ctx, places);
      const wanted = pictureModel.wanted();
      return {
        models: models.map((row) => {
          const { id, revision, title, task, state, licence, research, bytes, verified, goodFor } = row;
          const agreements = [...row.agreements];
          const inUse = pictureModel.isInUse(named(row));
          const info = { id, revision, title, task, state, licence, research, verified, goodFor, agreements };
          return {
            ...info,
            ...(bytes === undefined ? {} : { bytes }),
            ...(row.limits === undefined ? {} : { limits: row.limits }),
            ...(row.realFootage ? { realFootage: row.realFootage } : {}),
            ...(row.photographs ? { photographs: row.photographs } : {}),
            ...(row.beside === undefined ? {} : { beside: row.beside }),
            ...(row.trainedOn ? { trainedOn: [...row.trainedOn] } : {}),
            ...(row.running ? { running: row.running } : {}),
            ...(inUse && wanted.entry && modelKey(wanted.entry.manifest) === named(row)
              ? { because: wanted.because }
              : {}),
            inUse,
          };
        }),
        problems: problems.map(({ message }) => message),
      };
    },
    "models.plan": async ({ id }, ctx) => {
      const { revision, title, host, licence, bytes, files, unverified } = await planInstall(
        ctx,
        places,
        id,
        install(),
      );
      return {
        id,
        revision,
        title,
        host,
        licence: licence.name,
        research: licence.research,
        ...(bytes === undefined ? {} : { bytes }),
        files: files.length,
        unverified: unverified.length,
      };
    },
    "models.install": async ({ id, host }, ctx) => {
      const plan = await planInstall(ctx, places, id, install());
      // The yes was to this host; a manifest that changed meanwhile needs another one.
      if (plan.host !== host)
        throw new FootnoteError("denied", `${plan.title} would come from ${plan.host}, not from ${host}.`, {
          hint: "Look at what it is and agree again.",
        });
      const { manifest } = await watch.during(async () => {
        const entry = await installModel(ctx, places, id, install());
        await compareInstalled(ctx, places, modelKey(entry.manifest));
        await changed(entry.manifest);
        return entry;
      });
      return { id: manifest.id, revision: manifest.revision, title: manifest.title };
    },
    "models.import": async ({ pick }, ctx) => {
      const path = ports.resolvePick(pick);
      if (path === undefined)
        throw new FootnoteError("denied", "This folder was not picked in Footnote.", {
          hint: "Choose it again.",
        });
      const { entry, reasons } = await watch.during(async () => {
        const imported = await importModel(ctx, places, path);
        await changed(imported.entry.manifest);
        return imported;
      });
      const { id, revision, title } = entry.manifest;
      return { id, revision, title, reasons: [...reasons] };
    },
    "models.remove": async ({ id }, ctx) => {
      await watch.during(async () => {
        await removeModel(ctx, places, id);
        await changed();
      });
      return {};
    },
    "models.use": async ({ id }, ctx) => {
      await changed(id === undefined ? "none" : findRunnable(await loadCatalogue(ctx, places), id).manifest);
      return {};
    },
    "models.prefer": async ({ id, provider, precision }, ctx) => {
      await preferFor(ctx, places, id, {
        ...(provider === undefined ? {} : { provider }),
        ...(precision === undefined ? {} : { precision }),
      });
      return {};
    },
    "models.measure": async ({ id }, ctx) => {
      const { rows } = await benchModel(ctx, places, id);
      return {
        speeds: rows.map(({ variant, provider, rates, note, agreement, trials }) => ({
          variant,
          provider,
          rates: [...rates],
          ...(note === undefined ? {} : { note }),
          ...(agreement === undefined ? {} : { agreement }),
          tried: trials.map(({ provider: tried, milliseconds, why }) => ({
            provider: tried,
            ...(milliseconds === undefined ? {} : { milliseconds }),
            ...(why === undefined ? {} : { why }),
          })),
        })),
      };
    },
    "models.verify": async ({ id }, ctx) => {
      const { sound, files } = await verifyModel(ctx, places, id);
      return {
        sound,
        problems: files.flatMap((f) => (f.state === "sound" ? [] : [`${f.path}: ${f.message ?? f.state}`])),
      };
    },
  };
}
