import { useRef } from "react";
import { usePlayer } from "../state/player.ts";
import type { View } from "./geometry.ts";
import type { DrawnMoment } from "./scene.ts";

interface Props {
  readonly view: View;
  readonly duration: number;
  readonly moments: readonly DrawnMoment[];
  readonly onMove: (start: number) => void;
}

const most = 400;

/** The whole file in one line: where the view is, where the moments are. */
export function Minimap({ view, duration, moments, onMove }: Props) {
  const line = useRef<HTMLDivElement>(null);
  const time = usePlayer((s) => s.time);
  const percent = (seconds: number): string => `${Math.min(100, Math.max(0, (seconds / duration) * 100))}%`;
  const length = view.end - view.start;
  const move = (event: React.PointerEvent): void => {
    const frame = line.current?.getBoundingClientRect();
    if (frame) onMove(((event.clientX - frame.left) / frame.width) * duration - length / 2);
  };
  // Thousands of marks in a few hundred pixels say no more than the surest of them.
  const answers = moments.filter((m) => !m.cited);
  const shown =
    answers.length > most ? answers.toSorted((a, b) => b.confidence - a.confidence).slice(0, most) : answers;
  return (
    <div
      ref={line}
      className="minimap"
      aria-hidden
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        move(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons === 1) move(event);
      }}
    >
      {shown.map((m) => (
        <i
          key={m.key}
          className={m.chosen ? "chosen" : ""}
          style={{
            left: percent(m.start),
            width: percent(m.end - m.start),
            opacity: 0.35 + 0.6 * m.confidence,
          }}
        />
      ))}
      <b className="minimap-view" style={{ left: percent(view.start), width: percent(length) }} />
      <b className="minimap-head" style={{ left: percent(time) }} />
    </div>
  );
}
