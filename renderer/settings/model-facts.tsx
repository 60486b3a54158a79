import type { ModelInfo } from "../../contract/models.ts";
import { unbroken } from "../parts/unbroken.ts";
import { t } from "../strings/en.ts";
import { bytes } from "../time/format.ts";

/** What is to be known of a model before it is relied on: what it is for, what it does not know, its figures, what it learnt from. */
export function ModelFacts({ model }: { readonly model: ModelInfo }) {
  const { realFootage, photographs, because, beside, trainedOn } = model;
  const facts = [
    t.models.tasks[model.task] ?? model.task,
    model.bytes === undefined ? undefined : bytes(model.bytes),
    model.licence,
  ];
  return (
    <div className="model-text">
      <b>{model.title}</b>{" "}
      {model.state !== "available" && model.state !== "absent" && (
        <span className={`model-state ${model.state}`}>
          {model.inUse ? t.models.inUse : t.models.states[model.state]}
        </span>
      )}{" "}
      {model.research && <span className="model-state research">{t.models.researchOnly}</span>}
      <small>{facts.filter(Boolean).join(" · ")}</small>
      <small>{model.goodFor}</small>
      {model.limits !== undefined && <small>{model.limits}</small>}
      {beside !== undefined && <small>{t.models.beside(beside)}</small>}
      {because !== undefined && <small className="model-because">{t.models.because[because]}</small>}
      {realFootage && (
        <small>
          {unbroken(
            t.models.realFootage(
              Math.round(realFootage.recallAt5 * 100),
              realFootage.descriptions,
              realFootage.of,
            ),
          )}
        </small>
      )}
      {photographs && (
        <small>
          {unbroken(t.models.photographs(Math.round(photographs.recallAt10 * 100), photographs.of))}
        </small>
      )}
      {model.agreements.map(({ variant, value, of, measured, shortOf }) => (
        <small key={variant}>
          {measured
            ? shortOf === undefined
              ? t.models.agrees(variant, value.toFixed(3), of)
              : t.models.disagrees(variant, value.toFixed(3), of, String(shortOf))
            : t.models.stated(variant, value.toFixed(3), of)}
        </small>
      ))}
      {trainedOn && (
        <details className="model-sources">
          <summary>{t.models.trainedOn}</summary>
          <ul>
            {trainedOn.map(({ name, what, terms }) => (
              <li key={name}>{t.models.source(name, what, terms)}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
