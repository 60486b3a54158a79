import { useCallback, useEffect, useState } from "react";
import type { Progress } from "../../contract/calls.ts";
import { errorBody, isCancelled } from "../../contract/errors.ts";
import type { ModelInfo, ModelPlan } from "../../contract/models.ts";
import { call } from "../connection/engine.ts";
import { act } from "../state/library.ts";
import { notify } from "../state/notices.ts";
import { useSession, useSettings } from "../state/settings.ts";
import { t } from "../strings/en.ts";
import { BringModel } from "./bring-model.tsx";
import { ModelRow } from "./model-row.tsx";

export interface Fetching {
  readonly id: string;
  readonly abort: AbortController;
  readonly progress: Progress | undefined;
}

/** Models: what is here, what can be had, how large and under which licence; fetched only after a yes to exactly that. */
export function ModelsSection() {
  const [models, setModels] = useState<readonly ModelInfo[]>();
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [fetching, setFetching] = useState<Fetching>();
  const networkOff = useSettings((s) => s.networkOff);
  const load = useCallback(
    () =>
      act(async () => {
        const found = await call("models.list", {});
        setModels(found.models);
        setProblems(found.problems);
      }),
    [],
  );
  // Also when another window or the command line changed something.
  const known = useSession((s) => s.hello?.models);
  useEffect(load, [load, known]);
  const install = async ({ id, host }: ModelPlan): Promise<void> => {
    const abort = new AbortController();
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
  // What was left out of this build is not spoken of.
  const here = models?.filter((m) => m.state === "built-in" || m.state === "installed") ?? [];
  const available = models?.filter((m) => m.state === "available") ?? [];
  const rows = (list: readonly ModelInfo[]) => (
    <ul className="model-list">
      {list.map((model) => (
        <ModelRow
          key={`${model.id}@${model.revision}`}
          model={model}
          fetching={fetching?.id === model.id ? fetching : undefined}
          busy={fetching !== undefined}
          onInstall={(plan) => void install(plan)}
          onChanged={load}
        />
      ))}
    </ul>
  );
  return (
    <section className="models" aria-busy={!models}>
      <p className="dim">{t.models.intro}</p>
      <h3>{t.models.here}</h3>
      {models && here.length === 0 ? <p className="dim">{t.models.none}</p> : rows(here)}
      <Device />
      <BringModel onDone={load} />
      {available.length > 0 && <h3>{t.models.toBeHad}</h3>}
      {networkOff && available.length > 0 && <p className="warn-text">{t.models.networkIsOff}</p>}
      {rows(available)}
      {problems.map((problem) => (
        <p key={problem} className="bad-text">
          {problem}
        </p>
      ))}
    </section>
  );
}

/** What models run on here, as the engine found it. */
function Device() {
  const [found, setFound] = useState<string>();
  useEffect(
    () =>
      act(async () => {
        const { checks } = await call("engine.doctor", {});
        setFound(checks.find((check) => check.name === "inference")?.found);
      }),
    [],
  );
  return found === undefined ? null : <p className="dim">{t.models.runsOn(found)}</p>;
}
