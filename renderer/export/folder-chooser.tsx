import { ArrowUp, Folder } from "lucide-react";
import { useEffect, useState } from "react";
import { errorBody } from "../../contract/errors.ts";
import type { RootId } from "../../contract/ids.ts";
import { call } from "../connection/engine.ts";
import { t } from "../strings/en.ts";

export interface FolderPlace {
  readonly root: RootId;
  readonly path: readonly string[];
}

/** A folder below one of the places that the engine opened. */
export function FolderChooser({
  place,
  onChange,
}: {
  readonly place: FolderPlace | undefined;
  readonly onChange: (place: FolderPlace) => void;
}) {
  const [roots, setRoots] = useState<readonly { id: RootId; name: string }[]>([]);
  const [folders, setFolders] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    call("files.roots", {}).then(
      ({ roots: found }) => {
        setRoots(found);
        if (found[0]) onChange({ root: found[0].id, path: [] });
      },
      (error: unknown) => setProblem(errorBody(error).message),
    );
  }, [onChange]);
  useEffect(() => {
    if (!place) return;
    let stale = false;
    call("files.list", { root: place.root, path: [...place.path] }).then(
      ({ entries }) => {
        if (stale) return;
        setFolders(entries.filter((e) => e.kind === "folder").map((e) => e.name));
        setProblem(undefined);
      },
      (error: unknown) => {
        if (!stale) setProblem(errorBody(error).message);
      },
    );
    return () => {
      stale = true;
    };
  }, [place]);
  const root = roots.find((r) => r.id === place?.root);
  return (
    <div className="folder-chooser">
      <div className="picker-path">
        <button
          type="button"
          className="icon-button small"
          aria-label={t.picker.up}
          title={t.picker.up}
          disabled={!place || place.path.length === 0}
          onClick={() => place && onChange({ ...place, path: place.path.slice(0, -1) })}
        >
          <ArrowUp size={14} aria-hidden />
        </button>
        <select
          className="select small"
          aria-label={t.picker.roots}
          value={place?.root ?? ""}
          onChange={(e) => {
            const to = roots.find((r) => r.id === e.target.value);
            if (to) onChange({ root: to.id, path: [] });
          }}
        >
          {roots.map((r) => (
            <option key={r.id} value={r.id}>
              {r.name}
            </option>
          ))}
        </select>
        <span>{[root?.name ?? "", ...(place?.path ?? [])].join(" / ")}</span>
      </div>
      <ul className="folder-list" data-own-arrows>
        {folders.map((name) => (
          <li key={name}>
            <button
              type="button"
              className="picker-entry"
              onClick={() => place && onChange({ ...place, path: [...place.path, name] })}
            >
              <Folder size={14} aria-hidden /> <span>{name}</span>
            </button>
          </li>
        ))}
        {problem && <li className="picker-none">{problem}</li>}
      </ul>
    </div>
  );
}
