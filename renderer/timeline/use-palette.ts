import { useLayoutEffect, useState, type RefObject } from "react";
import { readPalette, type Palette } from "./palette.ts";

/** The colours to draw with, read once and again when the theme changes (a person's choice, or the system's). */
export function usePalette(element: RefObject<HTMLElement | null>): Palette | undefined {
  const [palette, setPalette] = useState<Palette>();
  useLayoutEffect(() => {
    const read = (): void => {
      if (element.current) setPalette(readPalette(element.current));
    };
    read();
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => observer.disconnect();
  }, [element]);
  return palette;
}
