import { useEffect, type RefObject } from "react";
import { panBy, zoomAt, type View } from "./geometry.ts";

/** The wheel zooms at the pointer; sideways, or with Shift, it moves the view. */
export function useWheel(
  box: RefObject<HTMLDivElement | null>,
  change: (how: (view: View) => View) => void,
  duration: number,
  rate: number,
): void {
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const x = event.clientX - element.getBoundingClientRect().left;
      const unit = event.deltaMode === 1 ? 16 : 1;
      const sideways = event.shiftKey
        ? event.deltaX || event.deltaY
        : Math.abs(event.deltaX) > Math.abs(event.deltaY)
          ? event.deltaX
          : 0;
      if (sideways !== 0) change((v) => panBy(v, sideways * unit, duration, rate));
      else change((v) => zoomAt(v, x, Math.exp(-event.deltaY * unit * 0.0022), duration, rate));
    };
    // React listens passively; a wheel that zooms must not scroll the page as well.
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [box, change, duration, rate]);
}
