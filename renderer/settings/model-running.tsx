import type { ModelInfo, ModelRunning } from "../../contract/models.ts";
import { call } from "../connection/engine.ts";
import { act } from "../state/library.ts";
import { t } from "../strings/en.ts";

interface Props {
  readonly model: ModelInfo;
  readonly onChanged: () => void;
}

/** Where there is something to choose: by what, and how exactly, a model runs; else nothing. */
export function ModelRunningChoice({ model, onChanged }: Props) {
  const { running } = model;
  if (!running) return null;
  const { provider, precision } = running;
  const prefer = (change: Pick<ModelRunning, "provider" | "precision">): void =>
    act(async () => {
      const { provider: on, precision: as } = { provider, precision, ...change };
      await call("models.prefer", {
        id: model.id,
        ...(on === undefined ? {} : { provider: on }),
        ...(as === undefined ? {} : { precision: as }),
      });
      onChanged();
    });
  // What is preferred stays to be seen and taken back, also where it is gone.
  const offered = (here: readonly string[], chosen: string | undefined): readonly string[] =>
    chosen === undefined || here.includes(chosen) ? here : [...here, chosen];
  const precisions = offered(running.precisions, precision);
  const providers = offered(running.providers, provider);
  if (precisions.length < 2 && providers.length < 2) return null;
  return (
    <div className="model-running">
      {precisions.length > 1 && (
        <Choice
          label={t.models.precision(model.title)}
          short={t.models.precisionShort}
          options={precisions}
          value={precision}
          onChange={(value) => prefer({ precision: value })}
        />
      )}
      {providers.length > 1 && (
        <Choice
          label={t.models.provider(model.title)}
          short={t.models.providerShort}
          options={providers}
          value={provider}
          onChange={(value) => prefer({ provider: value })}
        />
      )}
      {(precision ?? provider) !== undefined && <small>{t.models.preferredFrom}</small>}
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly short: string;
  readonly options: readonly string[];
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

function Choice({ label, short, options, value, onChange }: ChoiceProps) {
  return (
    <label>
      {short}
      <select
        aria-label={label}
        value={value ?? ""}
        onChange={(e) => onChange(e.target.value === "" ? undefined : e.target.value)}
      >
        <option value="">{t.models.asMeasured}</option>
        {options.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
}
