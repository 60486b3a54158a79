import { Download, FolderInput, ShieldCheck, Trash2 } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import type { Progress } from "../../contract/calls.ts";
import { errorBody, isCancelled } from "../../contract/errors.ts";
import type { PickId } from "../../contract/ids.ts";
import type { ModelInfo, ModelPlan } from "../../contract/models.ts";
import { call } from "../connection/engine.ts";
import { FolderChooser, type FolderPlace } from "../export/folder-chooser.tsx";
import { IconButton } from "../parts/icon-button.tsx";
import { act } from "../state/library.ts";
import { notify } from "../state/notices.ts";
import { useSession } from "../state/settings.ts";
import { t } from "../strings/en.ts";
import { bytes } from "../time/format.ts";

interface Fetching {
  readonly id: string;
  readonly abort: AbortController;
  readonly progress: Progress | undefined;
}

/** Models: what is here, what can be had, how large and under which licence; fetched only after a yes to exactly that. */
export function ModelsSection() {
  const [models, setModels] = useState<readonly ModelInfo[]>();
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [plan, setPlan] = useState<ModelPlan>();
  const [fetching, setFetching] = useState<Fetching>();
  const load = useCallback(
    () =>
      act(async () => {
        const found = await call("models.list", {});
        setModels(found.models);
        setProblems(found.problems);
      }),
    [],
  );
  useEffect(load, [load]);
  const install = async ({ id, host }: ModelPlan): Promise<void> => {
    const abort = new AbortController();
    setPlan(undefined);
    setFetching({ id, abort, progress: undefined });
    try {
      const { title } = await call(
        "models.install",
        { id, host },
        { signal: abort.signal, onProgress: (progress) => setFetching({ id, abort, progress }) },
      );
      notify("info", t.models.installed(title));
    } catch (error) {
      if (!isCancelled(error)) notify("error", errorBody(error));
    } finally {
      setFetching(undefined);
      load();
    }
  };
  return (
    <section className="models">
      <h3>{t.models.title}</h3>
      <ul>
        {models?.map((model) => (
          <li key={`${model.id}@${model.revision}`} className={model.state}>
            <span className="model-text">
              <b>{model.title}</b>{" "}
              <span className={`model-state ${model.state}`}>
                {model.inUse ? t.models.inUse : t.models.states[model.state]}
              </span>
              <small>
                {[
                  model.bytes === undefined ? t.models.sizeUnknown : bytes(model.bytes),
                  model.research ? t.models.research(model.licence) : model.licence,
                  t.models.tasks[model.task] ?? model.task,
                ].join(" · ")}
              </small>
              <small>{model.goodFor}</small>
            </span>
            {fetching?.id === model.id ? (
              <span className="model-fetch">
                <progress
                  max={1}
                  {...(fetching.progress?.total
                    ? { value: fetching.progress.done / fetching.progress.total }
                    : {})}
                  aria-label={t.models.fetching}
                />
                <button type="button" className="button small" onClick={() => fetching.abort.abort()}>
                  {t.models.stop}
                </button>
              </span>
            ) : model.state === "available" ? (
              <IconButton
                icon={Download}
                label={t.models.install(model.title)}
                disabled={fetching !== undefined}
                onClick={() => act(async () => setPlan(await call("models.plan", { id: model.id })))}
              />
            ) : (
              <>
                <IconButton
                  icon={ShieldCheck}
                  label={t.models.verify(model.title)}
                  onClick={() =>
                    act(async () => {
                      const { sound, problems: found } = await call("models.verify", { id: model.id });
                      notify(
                        sound ? "info" : "error",
                        sound ? t.models.sound(model.title) : found.join("; "),
                      );
                    })
                  }
                />
                {model.state === "installed" && (
                  <IconButton
                    icon={Trash2}
                    label={t.models.remove(model.title)}
                    onClick={() =>
                      act(async () => {
                        await call("models.remove", { id: model.id });
                        load();
                      })
                    }
                  />
                )}
              </>
            )}
            {plan?.id === model.id && (
              <div className="model-plan" role="group" aria-label={t.models.agree}>
                <p>
                  {t.models.from(
                    plan.host,
                    plan.bytes === undefined ? t.models.sizeUnknown : bytes(plan.bytes),
                    plan.files,
                  )}{" "}
                  {plan.research ? t.models.research(plan.licence) : t.models.licence(plan.licence)}{" "}
                  {plan.unverified > 0 && t.models.unverified(plan.unverified)}
                </p>
                <button type="button" className="button small" onClick={() => setPlan(undefined)}>
                  {t.picker.cancel}
                </button>
                <button type="button" className="button small primary" onClick={() => void install(plan)}>
                  {t.models.agreed}
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {problems.map((problem) => (
        <p key={problem} className="bad">
          {problem}
        </p>
      ))}
      <Bring onDone={load} />
    </section>
  );
}

/** A model that was carried here by hand. */
function Bring({ onDone }: { readonly onDone: () => void }) {
  const picking = useSession((s) => s.hello?.picking);
  const [choosing, setChoosing] = useState(false);
  const [place, setPlace] = useState<FolderPlace>();
  const take = (picks: readonly PickId[]): void =>
    act(async () => {
      const [pick] = picks;
      if (!pick) return;
      const { title, reasons } = await call("models.import", { pick });
      setChoosing(false);
      notify("info", [t.models.installed(title), ...reasons].join(" "));
      onDone();
    });
  return (
    <div className="model-bring">
      <button
        type="button"
        className="button small"
        onClick={() => {
          if (picking === "dialog")
            act(async () => take((await call("files.dialog", { kind: "folder" })).picks));
          else setChoosing(!choosing);
        }}
      >
        <FolderInput size={13} aria-hidden /> {t.models.bring}
      </button>
      {choosing && (
        <>
          <FolderChooser place={place} onChange={setPlace} />
          <button
            type="button"
            className="button small primary"
            disabled={!place || place.path.length === 0}
            onClick={() =>
              act(async () => {
                if (place)
                  take((await call("files.pick", { root: place.root, paths: [[...place.path]] })).picks);
              })
            }
          >
            {t.models.bringThis}
          </button>
        </>
      )}
    </div>
  );
}
