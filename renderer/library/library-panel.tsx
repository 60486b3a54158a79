import { Menu } from "@base-ui/react/menu";
import {
  CirclePause,
  CirclePlay,
  EllipsisVertical,
  FileVideo,
  FolderInput,
  Music,
  TriangleAlert,
} from "lucide-react";
import { useMemo, useState } from "react";
import type { MediaSummary } from "../../contract/media.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { reindexFile, removeFile, selectFile, steerAll, steerJob, useLibrary } from "../state/library.ts";
import { bulk } from "../state/settings.ts";
import { open } from "../state/ui.ts";
import { t } from "../strings/en.ts";
import { clock, duration } from "../time/format.ts";

/** The films of the library, with how far each one is. */
export function LibraryPanel() {
  const files = useLibrary((s) => s.files);
  const loaded = useLibrary((s) => s.loaded);
  const [filter, setFilter] = useState("");
  const shown = useMemo(() => {
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    return files.filter((f) => words.every((w) => `${f.name} ${f.folder}`.toLowerCase().includes(w)));
  }, [files, filter]);
  return (
    <section className="panel library" aria-label={t.library.title}>
      <header className="panel-head">
        <h2>{t.library.title}</h2>
        <button
          type="button"
          className="button small"
          title={t.library.importHint}
          onClick={() => open("picker")}
        >
          <FolderInput size={14} aria-hidden /> {t.library.import}
        </button>
      </header>
      {files.length > 6 && (
        <input
          className="input library-filter"
          type="search"
          placeholder={t.library.filter}
          aria-label={t.library.filter}
          value={filter}
          onChange={(e) => setFilter(e.target.value)}
        />
      )}
      {loaded && files.length === 0 ? (
        <div className="empty-note">
          <FileVideo size={26} strokeWidth={1.4} aria-hidden />
          <h3>{t.library.empty}</h3>
          <p>{t.library.emptyHint}</p>
          <button type="button" className="button primary" onClick={() => open("picker")}>
            {t.library.importHint}
          </button>
        </div>
      ) : (
        <ul className="file-list">
          {shown.map((file) => (
            <FileRow key={file.id} file={file} />
          ))}
        </ul>
      )}
      <Overall />
    </section>
  );
}

function Overall() {
  const files = useLibrary((s) => s.files);
  const paused = useLibrary((s) => s.paused);
  const waiting = files.filter((f) => f.state === "indexing" || f.state === "queued");
  if (waiting.length === 0) return null;
  const done = waiting.reduce((sum, f) => sum + f.progress, 0) / waiting.length;
  return (
    <footer className="overall">
      <span>{t.library.overall(waiting.length)}</span>
      <progress className="bar" max={1} value={done} aria-label={t.library.overall(waiting.length)} />
      <IconButton
        icon={paused ? CirclePlay : CirclePause}
        size="small"
        label={paused ? t.library.resumeAll : t.library.pauseAll}
        onClick={() => steerAll(paused ? "resume" : "pause")}
      />
    </footer>
  );
}

function FileRow({ file }: { readonly file: MediaSummary }) {
  const selected = useLibrary((s) => s.selected === file.id);
  const busy = file.state === "indexing" || file.state === "queued" || file.state === "paused";
  const wrong = file.state === "failed" || file.state === "missing";
  return (
    <li className={`file-row ${selected ? "selected" : ""} ${file.state}`}>
      <button type="button" className="file-main" aria-current={selected} onClick={() => selectFile(file.id)}>
        <Poster file={file} />
        <span className="file-text">
          <span className="file-name" title={file.name}>
            {file.name}
          </span>
          <span className="file-facts">
            {file.sample && <em className="tag">{t.library.sample}</em>}
            <FactLine file={file} />
          </span>
          {busy && (
            <progress
              className="bar"
              max={1}
              value={file.progress}
              aria-label={`${file.name}: ${t.library.states[file.state]}`}
            />
          )}
        </span>
      </button>
      <FileMenu file={file} />
      {wrong && file.error && (
        <p className="file-error">
          <TriangleAlert size={13} aria-hidden />{" "}
          <span>
            {file.error.message} {file.error.hint}
          </span>
        </p>
      )}
    </li>
  );
}

function FactLine({ file }: { readonly file: MediaSummary }) {
  if (file.state === "indexing") {
    const stage = Object.entries(file.stages).find(([, state]) => state === "running")?.[0];
    const what =
      stage && stage in t.library.stages
        ? t.library.stages[stage as keyof typeof t.library.stages]
        : t.library.states.indexing;
    return (
      <span>
        {Math.round(file.progress * 100)} % ·{" "}
        {file.secondsLeft === undefined ? what : t.library.left(duration(file.secondsLeft))}
      </span>
    );
  }
  if (file.state !== "ready") return <span>{t.library.states[file.state]}</span>;
  const video = file.probe?.video;
  // The short side says enough in a narrow list; the exact size is one hover away.
  return (
    <span title={video && `${video.width} × ${video.height}`}>
      {clock(file.duration, 0)}
      {video && ` · ${Math.min(video.width, video.height)}p`}
    </span>
  );
}

function Poster({ file }: { readonly file: MediaSummary }) {
  // A new address once the thumbnails are there: before that there may be none.
  const address = bulk(`media/${file.id}/poster.jpg?v=${file.stages.thumbnails ?? ""}`);
  const [broken, setBroken] = useState<string>();
  if (!file.probe?.video || broken === address)
    return (
      <span className="poster">
        {file.probe && !file.probe.video ? (
          <Music size={16} aria-hidden />
        ) : (
          <FileVideo size={16} aria-hidden />
        )}
      </span>
    );
  return (
    <span className="poster">
      <img src={address} alt="" loading="lazy" onError={() => setBroken(address)} />
    </span>
  );
}

function FileMenu({ file }: { readonly file: MediaSummary }) {
  const busy = file.state === "indexing" || file.state === "queued";
  const items: (readonly [string, () => void] | false)[] = [
    busy && [t.library.pause, () => steerJob(file.id, "pause")],
    file.state === "paused" && [t.library.resume, () => steerJob(file.id, "resume")],
    (busy || file.state === "paused") && [t.library.cancel, () => steerJob(file.id, "cancel")],
    (file.state === "failed" || file.state === "cancelled") && [
      t.library.retry,
      () => steerJob(file.id, "retry"),
    ],
    file.state === "ready" && [t.library.reindex, () => reindexFile(file.id)],
    [t.library.remove, () => removeFile(file.id)],
  ];
  return (
    <Menu.Root>
      <Menu.Trigger className="icon-button small file-menu" aria-label={`${file.name}: ${t.details}`}>
        <EllipsisVertical size={14} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end">
          <Menu.Popup className="menu">
            {items.map(
              (item) =>
                item && (
                  <Menu.Item key={item[0]} className="menu-item" onClick={item[1]}>
                    {item[0]}
                  </Menu.Item>
                ),
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
