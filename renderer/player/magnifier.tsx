import { Maximize } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { IconButton } from "../parts/icon-button.tsx";
import { t } from "../strings/en.ts";
import { providePicture } from "./picture-commands.ts";
import { magnified, pushed, wholePicture, type Look } from "./fit-picture.ts";

/** Ctrl and the wheel (or a pinch) magnify the picture at the pointer, Alt and a drag or the middle button push it. */
export function Magnifier({ children }: { readonly children: ReactNode }) {
  const ground = useRef<HTMLDivElement>(null);
  const [look, setLook] = useState<Look>(wholePicture);
  const pushing = useRef<{ x: number; y: number }>(undefined);
  useEffect(() => {
    providePicture({
      zoom: (factor) => {
        const box = ground.current?.getBoundingClientRect();
        if (box) setLook((now) => magnified(now, { x: box.width / 2, y: box.height / 2 }, factor, box));
      },
      whole: () => setLook(wholePicture),
    });
    return () => providePicture(undefined);
  }, []);
  useEffect(() => {
    const element = ground.current;
    if (!element) return;
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const point = { x: event.clientX - box.left, y: event.clientY - box.top };
      setLook((now) => magnified(now, point, Math.exp(-event.deltaY * 0.004), box));
    };
    // React listens passively; the page itself must not be magnified as well.
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, []);
  return (
    <div
      ref={ground}
      className="magnifier"
      onPointerDown={(event) => {
        if (look.k === 1 || (event.button !== 1 && !(event.button === 0 && event.altKey))) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        pushing.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerMove={(event) => {
        const from = pushing.current;
        const box = ground.current?.getBoundingClientRect();
        if (!from || !box) return;
        setLook((now) => pushed(now, event.clientX - from.x, event.clientY - from.y, box));
        pushing.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerUp={() => {
        pushing.current = undefined;
      }}
    >
      <div
        className="magnified"
        data-look={look.k.toFixed(2)}
        style={{ transform: `translate(${look.x}px, ${look.y}px) scale(${look.k})` }}
      >
        {children}
      </div>
      {look.k > 1 && (
        <span className="magnifier-tools">
          {look.k.toFixed(1)}×
          <IconButton
            icon={Maximize}
            size="small"
            label={t.player.whole}
            action="pictureWhole"
            onClick={() => setLook(wholePicture)}
          />
        </span>
      )}
    </div>
  );
}
