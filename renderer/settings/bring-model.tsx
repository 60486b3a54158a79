import { FileArchive, FolderInput } from "lucide-react";
import { useState } from "react";
import type { Progress } from "../../contract/calls.ts";
import { errorBody, isCancelled } from "../../contract/errors.ts";
import type { PickId } from "../../contract/ids.ts";
import { call } from "../connection/engine.ts";
import { PlaceBrowser } from "../places/place-browser.tsx";
import { usePlaces } from "../places/use-places.ts";
import { act } from "../state/library.ts";
import { notify } from "../state/notices.ts";
import { useSession } from "../state/settings.ts";
import { t } from "../strings/en.ts";
import { bytes } from "../time/format.ts";

interface Bringing {
  readonly abort: AbortController;
  readonly progress: Progress | undefined;
}

/** A model that was carried here by hand: a folder, or an archive of one. */
export function BringModel({ onDone }: { readonly onDone: () => void }) {
  const picking = useSession((s) => s.hello?.picking);
  const [choosing, setChoosing] = useState(false);
  const [bringing, setBringing] = useState<Bringing>();
  const take = async (picks: readonly PickId[]): Promise<void> => {
    const [pick] = picks;
    if (!pick) return;
    const abort = new AbortController();
    setBringing({ abort, progress: undefined });
    try {
      const { title, reasons } = await call(
        "models.import",
        { pick },
        { signal: abort.signal, onProgress: (progress) => setBringing({ abort, progress }) },
      );
      setChoosing(false);
      notify("info", [t.models.installed(title), ...reasons].join(" "));
    } catch (error) {
      if (!isCancelled(error)) notify("error", errorBody(error));
    } finally {
      setBringing(undefined);
      onDone();
    }
  };
  const dialog = (kind: "folder" | "files"): void =>
    act(async () => await take((await call("files.dialog", { kind })).picks));
  if (bringing)
    return (
      <div className="model-bring">
        <span className="model-fetch">
          <progress className="bar" aria-label={t.models.bringing} />
          <small>{bringing.progress?.text ?? t.models.bringing}</small>
          <button type="button" className="button small" onClick={() => bringing.abort.abort()}>
            {t.models.stop}
          </button>
        </span>
      </div>
    );
  return (
    <div className="model-bring">
      <button
        type="button"
        className="button small"
        aria-expanded={choosing}
        onClick={() => (picking === "dialog" ? dialog("folder") : setChoosing(!choosing))}
      >
        <FolderInput size={13} aria-hidden /> {t.models.bring}
      </button>
      {picking === "dialog" && (
        <button type="button" className="button small" onClick={() => dialog("files")}>
          <FileArchive size={13} aria-hidden /> {t.models.bringArchive}
        </button>
      )}
      {choosing && <BringFrom onTake={(picks) => void take(picks)} />}
    </div>
  );
}

/** Files that a model can come in. */
const carries = (name: string): boolean => /\.(zip|tar|tgz|tar\.gz|onnx)$/i.test(name);

function BringFrom({ onTake }: { readonly onTake: (picks: readonly PickId[]) => void }) {
  const places = usePlaces("footnote.model-place");
  const { place, entries } = places;
  const pick = (path: readonly string[]): void =>
    act(async () => {
      if (!place) return;
      onTake((await call("files.pick", { root: place.root, paths: [[...path]] })).picks);
    });
  const files = entries?.filter((entry) => entry.kind === "file" && carries(entry.name)) ?? [];
  return (
    <>
      <PlaceBrowser places={places} />
      {place && files.length > 0 && (
        <ul className="model-files" aria-label={t.models.archives}>
          {files.map(({ name, size }) => (
            <li key={name}>
              <button type="button" className="button small" onClick={() => pick([...place.path, name])}>
                <FileArchive size={13} aria-hidden /> {t.models.bringFile(name)} <small>{bytes(size)}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
      <button
        type="button"
        className="button small primary"
        disabled={!place || place.path.length === 0}
        onClick={() => place && pick(place.path)}
      >
        {t.models.bringThis}
      </button>
    </>
  );
}
