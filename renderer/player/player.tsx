import { AudioLines, FileQuestion, Film } from "lucide-react";
import { useEffect, useRef } from "react";
import type { MediaSummary } from "../../contract/media.ts";
import { useDetail } from "../state/detail.ts";
import { useLibrary } from "../state/library.ts";
import { resetPlayer, usePlayer } from "../state/player.ts";
import { bulk } from "../state/settings.ts";
import { perform } from "../keys/perform.ts";
import { t } from "../strings/en.ts";
import { Magnifier } from "./magnifier.tsx";
import { PictureOverlay } from "./picture-overlay.tsx";
import { Stills } from "./stills.tsx";
import { TransportBar } from "./transport-bar.tsx";
import { usePlayback, useSource } from "./use-playback.ts";

/** The chosen film with its transport. */
export function Player() {
  const selected = useLibrary((s) => s.selected);
  const file = useLibrary((s) => s.files.find((f) => f.id === selected));
  return (
    <section className="player" aria-label={file?.name ?? t.player.none}>
      <div className="stage">{file ? <Stage key={file.id} file={file} /> : <Empty />}</div>
      <TransportBar file={file} />
    </section>
  );
}

function Empty() {
  return (
    <div className="stage-note">
      <Film size={28} strokeWidth={1.4} aria-hidden />
      <p>{t.player.none}</p>
    </div>
  );
}

function Stage({ file }: { readonly file: MediaSummary }) {
  const { source, onUnplayable } = useSource(file);
  // Another file begins anew; another source of the same one goes on.
  useEffect(() => () => resetPlayer(), []);
  if (file.state === "missing")
    return (
      <div className="stage-note">
        <FileQuestion size={28} strokeWidth={1.4} aria-hidden />
        <p>{file.error?.message ?? t.player.missing}</p>
        {file.error?.hint && <p className="dim">{file.error.hint}</p>}
      </div>
    );
  const video = file.probe?.video;
  return (
    <>
      <Magnifier>
        {source.kind === "stills" ? (
          <Stills file={file} />
        ) : (
          <Video file={file} from={source.kind} onUnplayable={onUnplayable} />
        )}
        {video && <PictureOverlay aspect={video.width / video.height} />}
      </Magnifier>
      {source.kind === "stills" && (
        <p className="stage-remark" role="status">
          {source.making === undefined
            ? t.player.stillsOnly
            : t.player.making(Math.round(source.making * 100))}
        </p>
      )}
      <Subtitles />
    </>
  );
}

interface VideoProps {
  readonly file: MediaSummary;
  readonly from: "file" | "proxy";
  readonly onUnplayable: () => void;
}

function Video({ file, from, onUnplayable }: VideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  usePlayback(video, file);
  const hasPictures = file.probe?.video !== undefined;
  return (
    <>
      <video
        ref={video}
        className={hasPictures ? "picture" : "picture sound-only"}
        src={bulk(`media/${file.id}/${from}`)}
        preload="auto"
        playsInline
        disablePictureInPicture
        onError={onUnplayable}
        onLoadedMetadata={(event) => {
          // A picture track that the browser does not know is left out without an error.
          if (hasPictures && event.currentTarget.videoWidth === 0) onUnplayable();
        }}
        onClick={() => perform("play")}
      />
      {!hasPictures && (
        <div className="stage-note">
          <AudioLines size={32} strokeWidth={1.4} aria-hidden />
          <p>{file.name}</p>
          <p className="dim">{t.player.soundOnly}</p>
        </div>
      )}
    </>
  );
}

function Subtitles() {
  const on = usePlayer((s) => s.subtitles);
  const time = usePlayer((s) => s.time);
  const cues = useDetail((s) => s.cues);
  if (!on) return null;
  const now = cues.filter((c) => c.source !== "screen" && time >= c.start - 1e-3 && time < c.end - 1e-3);
  if (now.length === 0) return null;
  return (
    <p className="subtitle" aria-live="off">
      {now.map((c) => (
        <span key={`${c.start} ${c.text}`}>{c.text}</span>
      ))}
    </p>
  );
}
