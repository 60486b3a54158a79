import { AudioLines, FileQuestion, Film } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
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
import { shownTrack, subtitleKey, subtitleTracks } from "./tracks.ts";
import { usePlayback } from "./use-playback.ts";
import { useSource, type Source } from "./use-source.ts";

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
  const none = useLibrary((s) => s.loaded && s.files.length === 0);
  return (
    <div className="stage-note">
      <Film size={28} strokeWidth={1.4} aria-hidden />
      <p>{none ? t.player.noFiles : t.player.none}</p>
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
        {source.address === undefined ? (
          <Stills file={file} />
        ) : (
          <Video key={source.address} file={file} from={source.address} onUnplayable={onUnplayable} />
        )}
        {video && <PictureOverlay aspect={video.width / video.height} />}
      </Magnifier>
      <Remark source={source} />
      <Subtitles />
    </>
  );
}

/** What is not as it should be yet, and how long that takes. */
function Remark({ source: { address, making } }: { readonly source: Source }) {
  if (address !== undefined && making === undefined) return null;
  const percent = Math.round((making ?? 0) * 100);
  return (
    <p className="stage-remark" role="status">
      {making === undefined
        ? t.player.stillsOnly
        : address === undefined
          ? t.player.making(percent)
          : t.player.soundMaking(percent)}
    </p>
  );
}

interface VideoProps {
  readonly file: MediaSummary;
  /** Address below the file's. */
  readonly from: string;
  readonly onUnplayable: () => void;
}

function Video({ file, from, onUnplayable }: VideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  const ahead = useRef<HTMLVideoElement>(null);
  usePlayback(video, ahead, file);
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
      <video
        ref={ahead}
        className="picture-ahead"
        preload="auto"
        playsInline
        disablePictureInPicture
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
  const wanted = usePlayer((s) => s.subtitles);
  const time = usePlayer((s) => s.time);
  const cues = useDetail((s) => s.cues);
  const lines = useMemo(() => {
    const key = shownTrack(subtitleTracks(cues), wanted, navigator.languages)?.key;
    return cues.filter((c) => subtitleKey(c) === key);
  }, [cues, wanted]);
  const now = lines.filter((c) => time >= c.start - 1e-3 && time < c.end - 1e-3);
  if (now.length === 0) return null;
  return (
    <p className="subtitle" aria-live="off">
      {now.map((c) => (
        <span key={`${c.start} ${c.text}`}>{c.text}</span>
      ))}
    </p>
  );
}
