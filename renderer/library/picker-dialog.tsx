import { Dialog } from "@base-ui/react/dialog";
import { ArrowUp, FileVideo, Folder, HardDrive, X } from "lucide-react";
import { useEffect, useState } from "react";
import type { PickerEntry } from "../../contract/calls.ts";
import { errorBody } from "../../contract/errors.ts";
import type { RootId } from "../../contract/ids.ts";
import { call } from "../connection/engine.ts";
import { act, importPicks } from "../state/library.ts";
import { useSession } from "../state/settings.ts";
import { open, useUi } from "../state/ui.ts";
import { t } from "../strings/en.ts";
import { bytes } from "../time/format.ts";

interface Place {
  readonly root: RootId;
  readonly path: readonly string[];
}
const remembered = "footnote.place";

/** Imports: by the system's own dialog in the desktop window, else by a picker over the folders the engine opened. */
export function PickerDialog() {
  const shown = useUi((s) => s.overlay === "picker");
  const picking = useSession((s) => s.hello?.picking);
  useEffect(() => {
    if (!shown || picking !== "dialog") return;
    open(undefined);
    act(async () => importPicks((await call("files.dialog", { kind: "files" })).picks));
  }, [shown, picking]);
  return (
    <Dialog.Root
      open={shown && picking === "picker"}
      onOpenChange={(now) => open(now ? "picker" : undefined)}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog picker">
          <Dialog.Title className="dialog-title">{t.picker.title}</Dialog.Title>
          <Dialog.Close className="icon-button dialog-close" aria-label={t.close}>
            <X size={16} aria-hidden />
          </Dialog.Close>
          <Browser />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Browser() {
  const [roots, setRoots] = useState<readonly { id: RootId; name: string }[]>([]);
  const [place, setPlace] = useState<Place>();
  const [entries, setEntries] = useState<readonly PickerEntry[]>();
  const [truncated, setTruncated] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [everything, setEverything] = useState(false);

  useEffect(() => {
    call("files.roots", {}).then(
      ({ roots: found }) => {
        setRoots(found);
        const last = readPlace();
        const first = found[0];
        if (last && found.some((r) => r.id === last.root)) setPlace(last);
        else if (first) setPlace({ root: first.id, path: [] });
      },
      (error: unknown) => setProblem(errorBody(error).message),
    );
  }, []);
  useEffect(() => {
    if (!place) return;
    let stale = false;
    call("files.list", { root: place.root, path: [...place.path] }).then(
      (listed) => {
        if (stale) return;
        setEntries(listed.entries);
        setTruncated(listed.truncated);
        setProblem(undefined);
        localStorage.setItem(remembered, JSON.stringify(place));
      },
      (error: unknown) => {
        if (stale) return;
        // A folder that is gone by now: back to where it began.
        if (place.path.length > 0 && errorBody(error).code === "not-found")
          setPlace({ root: place.root, path: [] });
        else setProblem(errorBody(error).message);
        setEntries([]);
      },
    );
    return () => {
      stale = true;
    };
  }, [place]);

  const enter = (to: Place): void => {
    setChosen(new Set());
    setEntries(undefined);
    setPlace(to);
  };
  const take = (paths: string[][]): void => {
    if (!place) return;
    open(undefined);
    act(async () => importPicks((await call("files.pick", { root: place.root, paths })).picks));
  };
  const toggle = (name: string): void => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    setChosen(next);
  };
  const shown = entries?.filter((e) => e.kind === "folder" || e.media || everything) ?? [];
  const rootName = roots.find((r) => r.id === place?.root)?.name ?? "";
  return (
    <>
      <div className="picker-body">
        <nav className="picker-roots" aria-label={t.picker.roots}>
          {roots.map((root) => (
            <button
              key={root.id}
              type="button"
              className={`picker-root ${place?.root === root.id ? "selected" : ""}`}
              onClick={() => enter({ root: root.id, path: [] })}
            >
              <HardDrive size={14} aria-hidden /> <span>{root.name}</span>
            </button>
          ))}
        </nav>
        <div className="picker-files">
          <div className="picker-path">
            <button
              type="button"
              className="icon-button small"
              aria-label={t.picker.up}
              title={t.picker.up}
              disabled={!place || place.path.length === 0}
              onClick={() => place && enter({ ...place, path: place.path.slice(0, -1) })}
            >
              <ArrowUp size={14} aria-hidden />
            </button>
            <span>{[rootName, ...(place?.path ?? [])].join(" / ")}</span>
          </div>
          <ul className="picker-list" data-own-arrows>
            {shown.map((entry) => (
              <li key={entry.name}>
                {entry.kind === "folder" ? (
                  <button
                    type="button"
                    className="picker-entry"
                    onClick={() => place && enter({ ...place, path: [...place.path, entry.name] })}
                  >
                    <Folder size={15} aria-hidden /> <span>{entry.name}</span>
                  </button>
                ) : (
                  <label className={`picker-entry ${chosen.has(entry.name) ? "selected" : ""}`}>
                    <input
                      type="checkbox"
                      checked={chosen.has(entry.name)}
                      onChange={() => toggle(entry.name)}
                    />
                    <FileVideo size={15} aria-hidden /> <span>{entry.name}</span>{" "}
                    <small>{bytes(entry.size)}</small>
                  </label>
                )}
              </li>
            ))}
            {entries && shown.length === 0 && <li className="picker-none">{problem ?? t.picker.empty}</li>}
            {truncated && <li className="picker-none">{t.picker.truncated}</li>}
          </ul>
        </div>
      </div>
      <footer className="dialog-foot">
        <label className="check">
          <input type="checkbox" checked={everything} onChange={(e) => setEverything(e.target.checked)} />{" "}
          {t.picker.other}
        </label>
        <span className="grow" />
        <button
          type="button"
          className="button"
          disabled={!place || place.path.length === 0}
          onClick={() => place && take([[...place.path]])}
        >
          {t.picker.chooseFolder}
        </button>
        <button
          type="button"
          className="button primary"
          disabled={chosen.size === 0}
          onClick={() => place && take([...chosen].map((name) => [...place.path, name]))}
        >
          {t.picker.choose(chosen.size)}
        </button>
      </footer>
    </>
  );
}

function readPlace(): Place | undefined {
  try {
    const value = JSON.parse(localStorage.getItem(remembered) ?? "null") as Partial<Place> | null;
    return value?.root && Array.isArray(value.path)
      ? { root: value.root, path: value.path.map(String) }
      : undefined;
  } catch {
    return undefined;
  }
}
