import { FileVideo, Music, TriangleAlert } from "lucide-react";
import { useState, type MouseEvent } from "react";
import type { MediaSummary } from "../../contract/media.ts";
import { locate, removeFiles, steerJob, useLibrary } from "../state/library.ts";
import { bulk } from "../state/settings.ts";
import { t } from "../strings/en.ts";
import { clock, duration } from "../time/format.ts";
import { FileMenu } from "./file-menu.tsx";

interface Props {
  readonly file: MediaSummary;
  /** The one row that Tab goes to. */
  readonly entry: boolean;
  readonly onChoose: (how: "alone" | "toggle" | "range") => void;
  readonly onTag: (tag: string) => void;
}

/** A film of the library: what it looks like, how far it is, and what went wrong with the way out. */
export function FileRow({ file, entry, onChoose, onTag }: Props) {
  const selected = useLibrary((s) => s.selected === file.id);
  const chosen = useLibrary((s) => s.chosen.has(file.id));
  const busy = file.state === "indexing" || file.state === "queued" || file.state === "paused";
  const choose = (event: MouseEvent): void =>
    onChoose(event.shiftKey ? "range" : event.ctrlKey || event.metaKey ? "toggle" : "alone");
  return (
    <li className={`file-row ${selected ? "selected" : ""} ${chosen ? "chosen" : ""} ${file.state}`}>
      <button
        type="button"
        className="file-main"
        aria-current={selected}
        aria-pressed={chosen}
        tabIndex={entry ? 0 : -1}
        onClick={choose}
      >
        <Poster file={file} />
        <span className="file-text">
          <span className="file-name" title={`${file.name}\n${file.folder}`}>
            <FileName name={file.name} />
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
      {file.tags && (
        <p className="file-tags">
          {file.tags.map((tag) => (
            <button
              key={tag}
              type="button"
              className="file-tag"
              title={t.library.onlyTag(tag)}
              tabIndex={entry ? 0 : -1}
              onClick={() => onTag(tag)}
            >
              #{tag}
            </button>
          ))}
        </p>
      )}
      <FileMenu file={file} />
      <Trouble file={file} />
    </li>
  );
}

/** A name that is too long keeps its end, which is what tells takes and cameras apart. */
function FileName({ name }: { readonly name: string }) {
  const tail = name.length > 20 ? name.slice(-10) : "";
  return (
    <>
      <span>{name.slice(0, name.length - tail.length)}</span>
      {tail && <span className="file-tail">{tail}</span>}
    </>
  );
}

/** What went wrong, and the buttons that help. */
function Trouble({ file }: { readonly file: MediaSummary }) {
  if (file.state !== "failed" && file.state !== "missing") return null;
  return (
    <div className="file-error">
      <TriangleAlert size={13} aria-hidden />
      <div>
        {file.error && (
          <p>
            {file.error.message} {file.error.hint}
          </p>
        )}
        {file.state === "missing" && !file.error && <p>{t.library.missingHint}</p>}
        <p className="file-ways">
          {file.state === "missing" ? (
            <button type="button" className="button small" onClick={() => locate(file.id)}>
              {t.library.locate}
            </button>
          ) : (
            <button type="button" className="button small" onClick={() => steerJob(file.id, "retry")}>
              {t.library.retry}
            </button>
          )}
          <button type="button" className="button small" onClick={() => removeFiles([file.id])}>
            {t.library.removeShort}
          </button>
        </p>
      </div>
    </div>
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
      <span title={what}>
        {Math.round(file.progress * 100)} % ·{" "}
        {file.secondsLeft === undefined ? what : t.library.left(duration(file.secondsLeft))}
      </span>
    );
  }
  if (file.state !== "ready") return <span>{t.library.states[file.state]}</span>;
  const video = file.probe?.video;
  // The short side says enough in a narrow list; the exact size is one hover away.
  return (
    <span title={video && `${video.width} × ${video.height}, ${video.codec}`}>
      {clock(file.duration, 0)}
      {video && ` · ${t.library.lines(Math.min(video.width, video.height))}`}
    </span>
  );
}

function Poster({ file }: { readonly file: MediaSummary }) {
  // A new address once the thumbnails are there: before that there may be none.
  const address = bulk(`media/${file.id}/poster.jpg?v=${file.stages.thumbnails ?? ""}`);
  const [broken, setBroken] = useState<string>();
  // No picture can be had before its frames are known.
  const seen = file.stages.frames === "done" || file.stages.thumbnails === "done";
  if (!file.probe?.video || !seen || broken === address)
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
