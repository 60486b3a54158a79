import { CirclePause, CirclePlay, FileVideo, FolderInput } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { MediaSummary } from "../../contract/media.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { chooseFile, steerAll, useLibrary } from "../state/library.ts";
import { open } from "../state/ui.ts";
import { t } from "../strings/en.ts";
import { duration } from "../time/format.ts";
import { ChosenBar } from "./chosen-bar.tsx";
import { FileRow } from "./file-row.tsx";
import { fileOrders, listed, type FileOrder } from "./list-order.ts";
import { overallOf } from "./overall.ts";

const orderKey = "footnote.file-order";
const firstOrder = fileOrders.find((one) => one === localStorage.getItem(orderKey)) ?? "added";

/** The films of the library, with how far each one is. */
export function LibraryPanel() {
  const files = useLibrary((s) => s.files);
  const loaded = useLibrary((s) => s.loaded);
  const [filter, setFilter] = useState("");
  const [order, setOrder] = useState<FileOrder>(firstOrder);
  const shown = useMemo(() => listed(files, filter, order), [files, filter, order]);
  const many = files.length > 6 || filter !== "";
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
      {many && (
        <div className="library-tools">
          <input
            className="input grow"
            type="search"
            placeholder={t.library.filter}
            aria-label={t.library.filter}
            title={t.library.filterHint}
            value={filter}
            onChange={(e) => setFilter(e.target.value)}
          />
          <select
            className="select small"
            aria-label={t.library.order}
            title={t.library.order}
            value={order}
            onChange={(e) => {
              const to = fileOrders.find((one) => one === e.target.value) ?? "added";
              setOrder(to);
              localStorage.setItem(orderKey, to);
            }}
          >
            {fileOrders.map((one) => (
              <option key={one} value={one}>
                {t.library.orders[one]}
              </option>
            ))}
          </select>
        </div>
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
        <FileList files={shown} onTag={(tag) => setFilter(`#${tag}`)} />
      )}
      {loaded && files.length > 0 && shown.length === 0 && (
        <p className="library-none">{t.library.noneFits}</p>
      )}
      <ChosenBar />
      <WorkBar />
    </section>
  );
}

interface ListProps {
  readonly files: readonly MediaSummary[];
  readonly onTag: (tag: string) => void;
}

/** Arrows go from file to file; with Shift they choose all between. */
function FileList({ files, onTag }: ListProps) {
  const list = useRef<HTMLUListElement>(null);
  const selected = useLibrary((s) => s.selected);
  useEffect(() => {
    const element = list.current;
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      if (!(event.target instanceof HTMLElement) || !event.target.matches(".file-main")) return;
      event.preventDefault();
      const at = files.findIndex((f) => f.id === useLibrary.getState().selected);
      const next = files[Math.min(files.length - 1, Math.max(0, at + (event.key === "ArrowDown" ? 1 : -1)))];
      if (!next) return;
      chooseFile(files, next.id, event.shiftKey ? "range" : "alone");
      requestAnimationFrame(() => element?.querySelector<HTMLElement>(".selected .file-main")?.focus());
    };
    element?.addEventListener("keydown", onKey);
    return () => element?.removeEventListener("keydown", onKey);
  }, [files]);
  useEffect(() => {
    // A moment of another film was chosen: its row is to be seen.
    list.current?.querySelector(".file-row.selected")?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  const entry = files.some((f) => f.id === selected) ? selected : files[0]?.id;
  return (
    <ul ref={list} className="file-list">
      {files.map((file) => (
        <FileRow
          key={file.id}
          file={file}
          entry={file.id === entry}
          onChoose={(how) => chooseFile(files, file.id, how)}
          onTag={onTag}
        />
      ))}
    </ul>
  );
}

/** All the work that is under way or waits: how far, how long still, and a way to let it rest. */
function WorkBar() {
  const files = useLibrary((s) => s.files);
  const paused = useLibrary((s) => s.paused);
  const { open: count, done, left } = useMemo(() => overallOf(files, paused), [files, paused]);
  const percent = Math.floor(done * 100);
  useEffect(() => {
    // Seen in the task bar while the window is behind others.
    document.title = count > 0 && !paused ? t.library.windowTitle(percent, t.app) : t.app;
  }, [count, paused, percent]);
  if (count === 0) return null;
  const text = paused ? t.library.overallPaused(count) : t.library.overall(count);
  return (
    <footer className="overall">
      <span className="overall-text">
        <span>{text}</span>
        <small>{left !== undefined && !paused ? t.library.left(duration(left)) : `${percent} %`}</small>
      </span>
      <IconButton
        icon={paused ? CirclePlay : CirclePause}
        size="small"
        label={paused ? t.library.resumeAll : t.library.pauseAll}
        onClick={() => steerAll(paused ? "resume" : "pause")}
      />
      <progress className="bar" max={1} value={done} aria-label={text} />
    </footer>
  );
}
