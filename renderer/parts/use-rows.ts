import { useCallback, useLayoutEffect, useState, type RefObject } from "react";

/** Rows drawn beyond each end of what is on screen. */
const spare = 8;

/**
 * Which of many rows of one height are on screen: [first, last). A list of ten thousand keeps a few dozen in the page.
 * `scroll` is the element that scrolls; `reveal` brings a row into view.
 */
export function useRows(scroll: RefObject<HTMLElement | null>, count: number, rowHeight: number) {
  const [seen, setSeen] = useState({ top: 0, height: 0 });
  useLayoutEffect(() => {
    const element = scroll.current;
    if (!element) return;
    const look = (): void => setSeen({ top: element.scrollTop, height: element.clientHeight });
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [scroll]);
  const reveal = useCallback(
    (row: number) => {
      const element = scroll.current;
      if (!element || row < 0) return;
      const top = row * rowHeight;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top + rowHeight > element.scrollTop + element.clientHeight)
        element.scrollTop = top + rowHeight - element.clientHeight;
    },
    [scroll, rowHeight],
  );
  return {
    first: Math.max(0, Math.floor(seen.top / rowHeight) - spare),
    last: Math.min(count, Math.ceil((seen.top + seen.height) / rowHeight) + spare),
    reveal,
  };
}
