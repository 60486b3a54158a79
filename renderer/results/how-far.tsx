import { useEffect, useRef, useState } from "react";
import { unbroken } from "../parts/unbroken.ts";
import { useSearch } from "../state/search.ts";
import { t } from "../strings/en.ts";

/** How far the question could be answered, in two lines that open, and how much of the footage was looked at while there is more to come. */
export function HowFar() {
  const why = useSearch((s) => s.result?.why ?? "");
  const coverage = useSearch((s) => s.result?.coverage ?? none);
  const total = coverage.reduce((sum, c) => sum + c.duration, 0);
  const done = coverage.reduce((sum, c) => sum + Math.min(c.searchable, c.duration), 0);
  const complete = total === 0 || done >= total - 0.5;
  const text = why || (complete ? "" : t.results.indexing(Math.floor((done / total) * 100)));
  if (text === "") return null;
  return (
    <div className="results-why" role="status">
      <Clamped key={text} text={text} />
      {!complete && (
        <progress
          className="bar"
          max={total}
          value={done}
          aria-label={t.results.indexing(Math.floor((done / total) * 100))}
        />
      )}
    </div>
  );
}
const none: readonly { searchable: number; duration: number }[] = [];

/** Two lines of a text; where it is longer, a press shows all of it. */
function Clamped({ text }: { readonly text: string }) {
  const [open, setOpen] = useState(false);
  const [longer, setLonger] = useState(false);
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const element = line.current;
    if (!element) return;
    const look = (): void => setLonger(element.scrollHeight > element.clientHeight + 1);
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <>
      <p ref={line} className={open ? "" : "clamped"}>
        {unbroken(text)}
      </p>
      {longer && !open && (
        <button type="button" className="link" onClick={() => setOpen(true)}>
          {t.results.more}
        </button>
      )}
    </>
  );
}
