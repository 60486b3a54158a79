import { Search, X } from "lucide-react";
import { useLayoutEffect, useMemo, useRef, useState, type PointerEvent } from "react";
import type { FrameBox } from "../../contract/moments.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { usePlayer, type Region } from "../state/player.ts";
import { keyOf } from "../state/marks.ts";
import { findAlike, useSearch } from "../state/search.ts";
import { t } from "../strings/en.ts";
import { fitPicture, regionBetween } from "./fit-picture.ts";

/**
 * What lies over the picture: boxes of what a detector saw in this frame, where that is why a moment was found; and a part
 * drawn with Shift held, to find what looks like it.
 */
export function PictureOverlay({ aspect }: { readonly aspect: number }) {
  const ground = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [drawing, setDrawing] = useState(false);
  const from = useRef<{ x: number; y: number }>(undefined);
  const region = usePlayer((s) => s.region);
  const playing = usePlayer((s) => s.playing);
  const [armed, setArmed] = useState(false);
  useLayoutEffect(() => {
    const element = ground.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => entry && setSize(entry.contentRect));
    observer.observe(element);
    // Only while Shift is held does the overlay take the pointer: a click on the picture plays it as ever.
    const onKey = (event: KeyboardEvent): void => setArmed(event.shiftKey);
    window.addEventListener("keydown", onKey);
    window.addEventListener("keyup", onKey);
    return () => {
      observer.disconnect();
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("keyup", onKey);
    };
  }, []);
  const picture = fitPicture(size, aspect);
  const at = (event: PointerEvent): { x: number; y: number } => {
    const frame = ground.current?.getBoundingClientRect();
    return {
      x: (event.clientX - (frame?.left ?? 0) - picture.left) / Math.max(1, picture.width),
      y: (event.clientY - (frame?.top ?? 0) - picture.top) / Math.max(1, picture.height),
    };
  };
  const style = (r: Region): React.CSSProperties => ({
    left: picture.left + r.left * picture.width,
    top: picture.top + r.top * picture.height,
    width: r.width * picture.width,
    height: r.height * picture.height,
  });
  return (
    <div
      ref={ground}
      className={`overlay ${armed || drawing ? "armed" : ""}`}
      onPointerDown={(event) => {
        if (event.button !== 0 || !event.shiftKey) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = at(event);
        setDrawing(true);
      }}
      onPointerMove={(event) => {
        if (drawing && from.current) usePlayer.setState({ region: regionBetween(from.current, at(event)) });
      }}
      onPointerUp={() => setDrawing(false)}
    >
      {!playing && <Boxes style={style} />}
      {region && (
        <div className="region" style={style(region)}>
          {!drawing && (
            <span className="region-tools">
              <IconButton
                icon={Search}
                size="small"
                label={t.alike.region}
                action="findAlike"
                onClick={findAlike}
              />
              <IconButton
                icon={X}
                size="small"
                label={t.alike.off}
                onClick={() => usePlayer.setState({ region: undefined })}
              />
            </span>
          )}
        </div>
      )}
    </div>
  );
}

/** Boxes of the chosen moment in the frame on screen. */
function Boxes({ style }: { readonly style: (r: Region) => React.CSSProperties }) {
  const frame = usePlayer((s) => s.frame);
  const result = useSearch((s) => s.result);
  const chosen = useSearch((s) => s.chosen);
  const boxes = useMemo((): readonly FrameBox[] => {
    const moment = result?.moments.find((m) => keyOf(m) === chosen);
    return moment?.reasons.flatMap((r) => r.boxes ?? []) ?? [];
  }, [result, chosen]);
  return boxes
    .filter((box) => box.frame === frame)
    .map((box) => (
      <div key={`${box.label} ${box.left} ${box.top}`} className="seen-box" style={style(box)}>
        <span>{box.label}</span>
      </div>
    ));
}
