import type { MediaSummary } from "../../contract/media.ts";
import { showClock } from "../../contract/wall-clock.ts";
import { useDetail } from "../state/detail.ts";
import { bulk, useSettings } from "../state/settings.ts";
import { t } from "../strings/en.ts";
import { clock, showTime } from "../time/format.ts";
import type { Under } from "./under-pointer.ts";

/** Where the pointer is, in pixels and seconds. */
export interface Hover {
  readonly x: number;
  readonly y: number;
  readonly time: number;
}

/** Half of the card's width, so that it stays inside of the timeline. */
const half = 76;

/** Time, frame and picture under the pointer, and what of the timeline lies there. */
export function HoverCard({
  hover,
  file,
  width,
  under,
}: {
  readonly hover: Hover;
  readonly file: MediaSummary;
  readonly width: number;
  readonly under: Under | undefined;
}) {
  const frames = useDetail((s) => s.frames);
  const display = useSettings((s) => s.timeDisplay);
  const picture = file.probe?.video !== undefined;
  const shownAt = Math.round(hover.time * 2) / 2;
  const text = under && sayUnder(under);
  return (
    <>
      <div className="hover-line" style={{ transform: `translateX(${hover.x}px)` }} aria-hidden />
      <div
        className="hover-card"
        style={{ left: Math.min(Math.max(hover.x, half), Math.max(half, width - half)) }}
        aria-hidden
      >
        {picture && <img src={bulk(`media/${file.id}/thumb.jpg?t=${shownAt.toFixed(2)}`)} alt="" />}
        <span>
          {showTime(hover.time, display, frames, file.clock)}
          {frames.count > 0 && display !== "frames" && (
            <em> {t.timeline.frame(frames.at(hover.time).toLocaleString("en"))}</em>
          )}
        </span>
        {file.clock && display !== "clock" && <small>{showClock(file.clock, hover.time)}</small>}
        {text && <p>{text}</p>}
      </div>
    </>
  );
}

function sayUnder(under: Under): string {
  switch (under.kind) {
    case "shot":
      return `${t.timeline.shot(under.number)}, ${clock(under.length)}`;
    case "word":
      return under.text;
    case "moment": {
      const { verdict, reasons } = under.moment.moment;
      return `${t.results.verdicts[verdict]}: ${reasons.map((r) => r.text).join("; ")}`;
    }
    case "note":
      return under.note.label || t.notes.noLabel;
    case "signals":
      return under.values.map(({ name, value }) => `${name} ${Math.round(value * 100)} %`).join(", ");
  }
}
