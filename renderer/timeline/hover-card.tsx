import type { MediaSummary } from "../../contract/media.ts";
import { showClock } from "../../contract/wall-clock.ts";
import { useDetail } from "../state/detail.ts";
import { bulk, useSettings } from "../state/settings.ts";
import { showTime } from "../time/format.ts";

/** Where the pointer is, in pixels and seconds. */
export interface Hover {
  readonly x: number;
  readonly y: number;
  readonly time: number;
}

/** Time, frame and picture under the pointer. */
export function HoverCard({
  hover,
  file,
  width,
}: {
  readonly hover: Hover;
  readonly file: MediaSummary;
  readonly width: number;
}) {
  const frames = useDetail((s) => s.frames);
  const display = useSettings((s) => s.timeDisplay);
  const picture = file.probe?.video !== undefined;
  const shownAt = Math.round(hover.time * 2) / 2;
  return (
    <>
      <div className="hover-line" style={{ transform: `translateX(${hover.x}px)` }} aria-hidden />
      <div
        className="hover-card"
        style={{ left: Math.min(Math.max(hover.x, 74), Math.max(74, width - 74)) }}
        aria-hidden
      >
        {picture && <img src={bulk(`media/${file.id}/thumb.jpg?t=${shownAt.toFixed(2)}`)} alt="" />}
        <span>
          {showTime(hover.time, display, frames)}
          {frames.count > 0 && display !== "frames" && <em> {frames.at(hover.time)}</em>}
        </span>
        {file.clock && <small>{showClock(file.clock, hover.time)}</small>}
      </div>
    </>
  );
}
