import { Download, Gauge, ShieldCheck, Trash2 } from "lucide-react";
import { useState } from "react";
import type { ModelInfo, ModelPlan, ModelSpeed } from "../../contract/models.ts";
import { call } from "../connection/engine.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { act } from "../state/library.ts";
import { notify } from "../state/notices.ts";
import { t } from "../strings/en.ts";
import { bytes } from "../time/format.ts";
import { ModelFacts } from "./model-facts.tsx";
import { ModelRunningChoice } from "./model-running.tsx";
import type { Fetching } from "./models-section.tsx";

interface Props {
  readonly model: ModelInfo;
  readonly fetching: Fetching | undefined;
  /** Some model is being fetched: one at a time. */
  readonly busy: boolean;
  readonly onInstall: (plan: ModelPlan) => void;
  readonly onChanged: () => void;
}

/** Tasks of which one model is in use at a time, and a person may say which. */
const looksAtPictures: ReadonlySet<string> = new Set(["image-text", "video-text"]);

/** One model: what it is good for, its size and licence, and what can be done with it. */
export function ModelRow({ model, fetching, busy, onInstall, onChanged }: Props) {
  const [plan, setPlan] = useState<ModelPlan>();
  const [speeds, setSpeeds] = useState<readonly ModelSpeed[]>([]);
  return (
    <li className={model.state}>
      <ModelFacts model={model} />
      {fetching ? (
        <Fetch fetching={fetching} />
      ) : model.state === "available" ? (
        <button
          type="button"
          className="button small"
          aria-label={t.models.install(model.title)}
          disabled={busy}
          onClick={() => act(async () => setPlan(await call("models.plan", { id: model.id })))}
        >
          <Download size={13} aria-hidden /> {t.models.installShort}
        </button>
      ) : (
        <>
          {looksAtPictures.has(model.task) && (
            <button
              type="button"
              className="button small"
              aria-label={model.inUse ? t.models.lookWithout(model.title) : t.models.lookWith(model.title)}
              onClick={() =>
                act(async () => {
                  await call("models.use", model.inUse ? {} : { id: model.id });
                  onChanged();
                })
              }
            >
              {model.inUse ? t.models.stopUsing : t.models.use}
            </button>
          )}
          {model.task !== "moment-retrieval" && <Measure model={model} onMeasured={setSpeeds} />}
          <IconButton
            icon={ShieldCheck}
            label={t.models.verify(model.title)}
            onClick={() =>
              act(async () => {
                const { sound, problems } = await call("models.verify", { id: model.id });
                notify(sound ? "info" : "error", sound ? t.models.sound(model.title) : problems.join("; "));
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
                  onChanged();
                })
              }
            />
          )}
        </>
      )}
      <ModelRunningChoice model={model} onChanged={onChanged} />
      {speeds.length > 0 && (
        <ul className="model-speeds">
          {speeds.map((speed) => (
            <li key={speed.variant}>
              {t.models.speed(
                speed.variant,
                speed.provider,
                speed.rates.map(({ of, perSecond }) => t.models.rates[of](rate(perSecond))),
              )}
              {speed.note !== undefined && <small> {speed.note}</small>}
              {speed.tried
                .filter((one) => one.provider !== speed.provider)
                .map((one) => (
                  <small key={one.provider}>{t.models.notUsed(one.provider, one.why ?? "")}</small>
                ))}
            </li>
          ))}
        </ul>
      )}
      {plan && !fetching && (
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
          <button
            type="button"
            className="button small primary"
            onClick={() => {
              setPlan(undefined);
              onInstall(plan);
            }}
          >
            {t.models.agreed}
          </button>
        </div>
      )}
    </li>
  );
}

/** Two digits are all that such a figure means. */
const rate = (perSecond: number): string => String(Number(perSecond.toPrecision(2)));

interface MeasureProps {
  readonly model: ModelInfo;
  readonly onMeasured: (speeds: readonly ModelSpeed[]) => void;
}

/** Where a model runs best here, and how fast; takes some seconds and can be stopped. */
function Measure({ model, onMeasured }: MeasureProps) {
  const [running, setRunning] = useState<AbortController>();
  const measure = async (): Promise<void> => {
    const abort = new AbortController();
    setRunning(abort);
    try {
      onMeasured((await call("models.measure", { id: model.id }, { signal: abort.signal })).speeds);
    } finally {
      setRunning(undefined);
    }
  };
  return running ? (
    <span className="model-fetch">
      <progress className="bar" aria-label={t.models.measuring} />
      <button type="button" className="button small" onClick={() => running.abort()}>
        {t.models.stop}
      </button>
    </span>
  ) : (
    <IconButton icon={Gauge} label={t.models.measure(model.title)} onClick={() => act(measure)} />
  );
}

function Fetch({ fetching: { progress, abort } }: { readonly fetching: Fetching }) {
  const known = progress?.total !== undefined && progress.total > 0;
  return (
    <span className="model-fetch">
      <progress
        className="bar"
        max={1}
        {...(known ? { value: progress.done / (progress.total ?? 1) } : {})}
        aria-label={t.models.fetching}
      />
      <button type="button" className="button small" onClick={() => abort.abort()}>
        {t.models.stop}
      </button>
    </span>
  );
}
