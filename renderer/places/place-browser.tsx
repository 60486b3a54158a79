import { ArrowUp, FileVideo, Folder, HardDrive } from "lucide-react";
import { Fragment } from "react";
import { t } from "../strings/en.ts";
import { bytes } from "../time/format.ts";
import type { Places } from "./use-places.ts";

interface Props {
  readonly places: Places;
  /** Files are shown too, and can be chosen; without it only folders are. */
  readonly files?: {
    readonly chosen: ReadonlySet<string>;
    readonly onToggle: (name: string) => void;
    /** Also those that do not look like film or sound. */
    readonly everything: boolean;
  };
}

/** Places on the left, the folder that is open on the right. */
export function PlaceBrowser({ places, files }: Props) {
  const { roots, place, entries, truncated, problem, go } = places;
  const shown = entries?.filter((e) => e.kind === "folder" || (files && (e.media || files.everything))) ?? [];
  return (
    <div className={`picker-body ${files ? "" : "folders-only"}`}>
      <nav className="picker-roots" aria-label={t.picker.roots}>
        {roots.map((root) => (
          <button
            key={root.id}
            type="button"
            className={`picker-root ${place?.root === root.id ? "selected" : ""}`}
            aria-current={place?.root === root.id}
            onClick={() => go({ root: root.id, path: [] })}
          >
            <HardDrive size={14} aria-hidden /> <span>{root.name}</span>
          </button>
        ))}
      </nav>
      <div className="picker-files">
        <PathBar places={places} />
        <ul className="picker-list" data-own-arrows>
          {shown.map((entry) => (
            <li key={entry.name}>
              {entry.kind === "folder" ? (
                <button
                  type="button"
                  className="picker-entry"
                  onClick={() => place && go({ ...place, path: [...place.path, entry.name] })}
                >
                  <Folder size={15} aria-hidden /> <span>{entry.name}</span>
                </button>
              ) : (
                <label className={`picker-entry ${files?.chosen.has(entry.name) ? "selected" : ""}`}>
                  <input
                    type="checkbox"
                    checked={files?.chosen.has(entry.name) ?? false}
                    onChange={() => files?.onToggle(entry.name)}
                  />
                  <FileVideo size={15} aria-hidden /> <span>{entry.name}</span>{" "}
                  <small>{bytes(entry.size)}</small>
                </label>
              )}
            </li>
          ))}
          {entries && shown.length === 0 && (
            <li className="picker-none">{problem ?? (files ? t.picker.empty : t.picker.noFolders)}</li>
          )}
          {truncated && <li className="picker-none">{t.picker.truncated}</li>}
        </ul>
      </div>
    </div>
  );
}

/** Where one is; every folder on the way there can be gone back to. */
function PathBar({ places: { roots, place, go } }: Pick<Props, "places">) {
  const rootName = roots.find((r) => r.id === place?.root)?.name ?? "";
  const steps = [rootName, ...(place?.path ?? [])];
  return (
    <div className="picker-path">
      <button
        type="button"
        className="icon-button small"
        aria-label={t.picker.up}
        title={t.picker.up}
        disabled={!place || place.path.length === 0}
        onClick={() => place && go({ ...place, path: place.path.slice(0, -1) })}
      >
        <ArrowUp size={14} aria-hidden />
      </button>
      {steps.map((name, i) => (
        <Fragment key={`${i} ${name}`}>
          {i > 0 && <span aria-hidden>/</span>}
          <button
            type="button"
            className="picker-step"
            disabled={i === steps.length - 1}
            onClick={() => place && go({ ...place, path: place.path.slice(0, i) })}
          >
            {name}
          </button>
        </Fragment>
      ))}
    </div>
  );
}
