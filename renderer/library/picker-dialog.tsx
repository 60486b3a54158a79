import { useEffect, useState } from "react";
import { call } from "../connection/engine.ts";
import { Modal } from "../parts/modal.tsx";
import { PlaceBrowser } from "../places/place-browser.tsx";
import { pickerPlace, usePlaces } from "../places/use-places.ts";
import { act, importPicks, useLibrary } from "../state/library.ts";
import { useSession } from "../state/settings.ts";
import { open, useUi } from "../state/ui.ts";
import { t } from "../strings/en.ts";

/** Imports: by the system's own dialog in the desktop window, else by a picker over the folders the engine opened. */
export function PickerDialog() {
  const shown = useUi((s) => s.overlay === "picker");
  const picking = useSession((s) => s.hello?.picking);
  const missing = useLibrary((s) => s.files.find((f) => f.id === s.locating));
  useEffect(() => {
    if (!shown || picking !== "dialog") return;
    open(undefined);
    act(async () => importPicks((await call("files.dialog", { kind: "files" })).picks));
  }, [shown, picking]);
  const title = missing ? t.picker.locate(missing.name) : t.picker.title;
  return (
    <Modal overlay="picker" title={title} className="picker" when={picking === "picker"}>
      <Browser />
    </Modal>
  );
}

function Browser() {
  const places = usePlaces(pickerPlace);
  const { place, entries } = places;
  const dropped = useUi((s) => s.dropped);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [everything, setEverything] = useState(false);
  useEffect(() => {
    // A browser does not say where dropped files lie; where the folder is found, they are chosen already.
    setChosen(
      new Set(entries?.flatMap((e) => (e.kind === "file" && dropped.includes(e.name) ? e.name : []))),
    );
  }, [entries, dropped]);
  useEffect(
    () => () => {
      useUi.setState({ dropped: [] });
      useLibrary.setState({ locating: undefined });
    },
    [],
  );
  const take = (paths: string[][]): void => {
    if (!place) return;
    const { locating } = useLibrary.getState();
    open(undefined);
    act(async () => importPicks((await call("files.pick", { root: place.root, paths })).picks, locating));
  };
  const toggle = (name: string): void => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    setChosen(next);
  };
  return (
    <>
      {dropped.length > 0 && (
        <p className="dialog-note">{t.picker.dropped(dropped[0] ?? "", dropped.length)}</p>
      )}
      <PlaceBrowser places={places} files={{ chosen, onToggle: toggle, everything }} />
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
