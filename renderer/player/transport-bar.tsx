import {
  Camera, ChevronLeft, ChevronRight, Pause, Play, Repeat, SkipBack, SkipForward, Volume2, VolumeX,
} from "lucide-react"; // prettier-ignore
import type { MediaSummary } from "../../contract/media.ts";
import { showClock } from "../../contract/wall-clock.ts";
import { perform } from "../keys/perform.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { useDetail } from "../state/detail.ts";
import { player, setSpeed, usePlayer } from "../state/player.ts";
import { useSettings } from "../state/settings.ts";
import { open } from "../state/ui.ts";
import { t } from "../strings/en.ts";
import { clock, showTime } from "../time/format.ts";
import { playSpeeds } from "./speeds.ts";
import { TracksMenu } from "./tracks-menu.tsx";

/** Below the picture: where it stands, and everything that moves it. */
export function TransportBar({ file }: { readonly file: MediaSummary | undefined }) {
  const playing = usePlayer((s) => s.playing);
  const loop = usePlayer((s) => s.loop);
  const off = !file;
  const pictures = file?.probe?.video !== undefined;
  return (
    <div className="transport" role="toolbar" aria-label={t.player.play}>
      <Position file={file} />
      <div className="transport-middle">
        <IconButton
          icon={SkipBack}
          label={t.actions.previousShot}
          action="previousShot"
          disabled={off || !pictures}
          onClick={() => perform("previousShot")}
        />
        <IconButton
          icon={ChevronLeft}
          label={t.actions.frameBack}
          action="frameBack"
          disabled={off || !pictures}
          onClick={() => perform("frameBack")}
        />
        <IconButton
          icon={playing ? Pause : Play}
          label={playing ? t.player.pause : t.player.play}
          action="play"
          size="large"
          disabled={off}
          onClick={() => perform("play")}
        />
        <IconButton
          icon={ChevronRight}
          label={t.actions.frameForward}
          action="frameForward"
          disabled={off || !pictures}
          onClick={() => perform("frameForward")}
        />
        <IconButton
          icon={SkipForward}
          label={t.actions.nextShot}
          action="nextShot"
          disabled={off || !pictures}
          onClick={() => perform("nextShot")}
        />
      </div>
      <div className="transport-end">
        <IconButton
          icon={Repeat}
          label={t.player.loop}
          action="loop"
          pressed={loop}
          disabled={off}
          onClick={() => perform("loop")}
        />
        <IconButton
          icon={Camera}
          label={t.player.snapshot}
          action="snapshot"
          disabled={off || !pictures}
          onClick={() => perform("snapshot")}
        />
        <TracksMenu file={file} />
        <Speed disabled={off} />
        <Volume disabled={off} />
      </div>
    </div>
  );
}

function Position({ file }: { readonly file: MediaSummary | undefined }) {
  const time = usePlayer((s) => s.time);
  const frame = usePlayer((s) => s.frame);
  const frames = useDetail((s) => s.frames);
  const display = useSettings((s) => s.timeDisplay);
  if (!file) return <div className="position" />;
  return (
    <div className="position">
      <button type="button" className="position-time" title={t.player.goTo} onClick={() => open("goTo")}>
        {showTime(time, display === "frames" ? "timecode" : display, frames, file.clock)}
      </button>
      <span className="position-frame" data-frame={frame}>
        {frames.count > 0 ? (
          <>
            {t.player.frame} <b>{frame.toLocaleString("en")}</b>{" "}
            <span className="position-total">{t.player.of(frames.count.toLocaleString("en"))}</span>
          </>
        ) : (
          clock(file.duration)
        )}
      </span>
      {file.clock && (
        <button type="button" className="position-clock" title={t.clock.title} onClick={() => open("clock")}>
          {showClock(file.clock, time)}
        </button>
      )}
    </div>
  );
}

function Speed({ disabled }: { readonly disabled: boolean }) {
  const rate = usePlayer((s) => s.rate);
  const list = playSpeeds.some((s) => s === rate) ? playSpeeds : [...playSpeeds, rate].sort((a, b) => a - b);
  return (
    <select
      className="select small speed"
      aria-label={t.player.speed}
      title={t.player.speed}
      disabled={disabled}
      value={rate}
      onChange={(event) => setSpeed(Number(event.target.value))}
    >
      {list.map((speed) => (
        <option key={speed} value={speed}>
          {speed < 0 ? `−${-speed}` : speed}×
        </option>
      ))}
    </select>
  );
}

function Volume({ disabled }: { readonly disabled: boolean }) {
  const volume = usePlayer((s) => s.volume);
  const muted = usePlayer((s) => s.muted);
  return (
    <div className="volume">
      <IconButton
        icon={muted || volume === 0 ? VolumeX : Volume2}
        label={muted ? t.player.unmute : t.player.mute}
        disabled={disabled}
        onClick={() => player()?.setVolume(volume, !muted)}
      />
      <input
        type="range"
        aria-label={t.player.volume}
        min={0}
        max={1}
        step={0.05}
        disabled={disabled}
        value={muted ? 0 : volume}
        onChange={(event) => player()?.setVolume(Number(event.target.value), false)}
      />
    </div>
  );
}
