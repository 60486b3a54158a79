import { useEffect, useMemo, useState } from "react";
import { errorBody, isCancelled } from "../../contract/errors.ts";
import { ExportContainer, ExportMode, type ExportItem, type PlannedExport } from "../../contract/exports.ts";
import type { SaveId } from "../../contract/ids.ts";
import { call } from "../connection/engine.ts";
import { Choice } from "../parts/choice.tsx";
import { Modal } from "../parts/modal.tsx";
import { PlaceBrowser } from "../places/place-browser.tsx";
import { usePlaces } from "../places/use-places.ts";
import { itemsOf, planOf, runExport, sourcesNow, useExport } from "../state/export.ts";
import { act, fileOf } from "../state/library.ts";
import { useSession } from "../state/settings.ts";
import { t } from "../strings/en.ts";
import { clock } from "../time/format.ts";
import { useToldRange } from "../time/use-told-range.ts";

/** Writes stretches as files or as one film; shows beforehand where each will really begin and end. */
export function ExportDialog() {
  return (
    <Modal overlay="export" title={t.export.title} className="export">
      <Body />
    </Modal>
  );
}

function Body() {
  const choice = useExport();
  const picking = useSession((s) => s.hello?.picking);
  const places = usePlaces("footnote.export-place");
  const { place } = places;
  const [name, setName] = useState("reel.mp4");
  const [exists, setExists] = useState<SaveId>();
  const items = useMemo(() => itemsOf(choice.source), [choice.source]);
  const single = choice.as === "reel";
  const go = (): void =>
    act(async () => {
      if (picking === "dialog") {
        const asked = await call("files.saveDialog", {
          kind: single ? "file" : "folder",
          name: single ? name : "Footnote",
        });
        // The system's own dialog has asked whether to replace.
        if (asked.save) void runExport(asked.save, asked.exists && single);
        return;
      }
      if (!place) return;
      const { save, exists: there } = await call("files.save", {
        root: place.root,
        path: [...place.path],
        ...(single ? { name } : {}),
      });
      if (single && there) setExists(save);
      else void runExport(save, false);
    });
  return (
    <>
      <div className="export-body">
        <div className="export-choices">
          <Choice
            label={t.export.what}
            value={choice.source}
            names={t.export.sources}
            only={sourcesNow()}
            onChange={(source) => useExport.setState({ source })}
          />
          <Choice
            label={t.export.as}
            value={choice.as}
            names={t.export.kinds}
            onChange={(as) => useExport.setState({ as })}
          />
          {single ? (
            <>
              <Choice
                label={t.export.transition}
                value={choice.transition.kind}
                names={t.export.transitions}
                onChange={(kind) => useExport.setState({ transition: { ...choice.transition, kind } })}
              />
              {choice.transition.kind !== "cut" && (
                <label className="choice">
                  <span>{t.export.seconds}</span>
                  <input
                    className="input small"
                    type="number"
                    min={0.1}
                    max={10}
                    step={0.1}
                    value={choice.transition.seconds}
                    onChange={(e) =>
                      useExport.setState({
                        transition: {
                          ...choice.transition,
                          seconds: Math.min(10, Math.max(0.1, Number(e.target.value) || 0.1)),
                        },
                      })
                    }
                  />
                </label>
              )}
            </>
          ) : (
            <>
              <Choice
                label={t.export.mode}
                value={choice.mode}
                names={t.export.modes}
                only={ExportMode.options}
                onChange={(mode) => useExport.setState({ mode })}
              />
              <Choice
                label={t.export.container}
                value={choice.container}
                names={t.export.containers}
                only={ExportContainer.options}
                onChange={(container) => useExport.setState({ container })}
              />
            </>
          )}
        </div>
        <Plan items={items} mode={single ? "exact" : choice.mode} />
        {picking === "picker" && <PlaceBrowser places={places} />}
        {picking === "picker" && single && (
          <label className="choice">
            <span>{t.export.name}</span>
            <input className="input small" value={name} onChange={(e) => setName(e.target.value)} />
          </label>
        )}
      </div>
      <footer className="dialog-foot">
        {exists && <span className="export-exists">{t.export.exists(name)}</span>}
        <span className="grow" />
        {exists ? (
          <>
            <button type="button" className="button" onClick={() => setExists(undefined)}>
              {t.export.otherName}
            </button>
            <button type="button" className="button primary" onClick={() => void runExport(exists, true)}>
              {t.export.replace}
            </button>
          </>
        ) : (
          <button
            type="button"
            className="button primary"
            disabled={
              items.length === 0 || (picking === "picker" && !place) || (single && name.trim() === "")
            }
            onClick={go}
          >
            {single ? t.export.writeReel(items.length) : t.export.write(items.length)}
          </button>
        )}
      </footer>
    </>
  );
}

/** Where the cuts will fall: asked of the engine before anything is written. */
function Plan({ items, mode }: { readonly items: ReturnType<typeof itemsOf>; readonly mode: ExportMode }) {
  const [plan, setPlan] = useState<readonly PlannedExport[]>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    const abort = new AbortController();
    setPlan(undefined);
    setProblem(undefined);
    planOf(items.slice(0, 200), mode, abort.signal).then(setPlan, (error: unknown) => {
      if (!isCancelled(error)) setProblem(errorBody(error).message);
    });
    return () => abort.abort();
  }, [items, mode]);
  return (
    <ul className="export-plan" aria-label={t.export.plan}>
      {problem && <li className="bad">{problem}</li>}
      {items.slice(0, 200).map((item, i) => (
        <PlanRow key={`${i} ${item.start}`} item={item} planned={plan?.[i]} />
      ))}
      {items.length > 200 && <li className="dim">{t.export.more(items.length - 200)}</li>}
    </ul>
  );
}

/** What will be written, told as the lists of moments tell it, and what was asked for where that differs. */
function PlanRow({
  item,
  planned,
}: {
  readonly item: ExportItem;
  readonly planned: PlannedExport | undefined;
}) {
  const told = useToldRange(item.mediaId);
  const asked = `${clock(item.start)} – ${clock(item.end)}`;
  return (
    <li>
      <span className="grow">{item.name ?? fileOf(item.mediaId)?.name}</span>
      <span className="dim">
        {planned ? told(planned.start, planned.end, planned.startFrame, planned.endFrame) : asked}
      </span>
      {planned?.problem ? (
        <small className="bad">
          {planned.problem.message} {planned.problem.hint}
        </small>
      ) : (
        planned && <small>{said(planned, item, asked)}</small>
      )}
    </li>
  );
}

function said(
  { start, end, startFrame, endFrame, copied }: PlannedExport,
  item: ExportItem,
  asked: string,
): string {
  const all = endFrame - startFrame;
  const written = copied ? t.export.copied(copied.endFrame - copied.startFrame, all) : t.export.frames(all);
  const moved = Math.max(Math.abs(item.start - start), Math.abs(end - item.end)) > 0.002;
  return moved ? `${t.export.asked(asked)}, ${written}` : written;
}
