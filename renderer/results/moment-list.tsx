import { Fragment, useEffect, useRef } from "react";
import { keyOf } from "../state/marks.ts";
import { choose, useSearch } from "../state/search.ts";
import { chosenMoment, step } from "../state/shown.ts";
import { t } from "../strings/en.ts";
import type { Row } from "./fold.ts";
import { MomentCard } from "./moment-card.tsx";

/** Puts the keys on the chosen moment; called when an answer comes to a question that was typed. */
export function focusChosen(): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(".moment.chosen .moment-main")?.focus({ preventScroll: true }),
  );
}

/** Arrows go through the list, Enter plays; what stars and rejects is the window's keys, as everywhere. */
function onKeyDown(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (!(event.target instanceof HTMLElement) || !event.target.matches(".moment-main")) return;
  if (event.key === "ArrowUp" || event.key === "ArrowDown") {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
    focusChosen();
  } else if (event.key === "Enter") {
    event.preventDefault();
    const moment = chosenMoment();
    if (moment) choose(moment, { play: true });
  }
}

/** The moments found, the weaker ones below them where they are asked for. */
export function MomentList({
  found,
  weak,
}: {
  readonly found: readonly Row[];
  readonly weak: readonly Row[];
}) {
  const chosen = useSearch((s) => s.chosen);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(".moment.chosen")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  useEffect(() => {
    const element = list.current;
    element?.addEventListener("keydown", onKeyDown);
    return () => element?.removeEventListener("keydown", onKeyDown);
  }, []);
  const rows = [...found, ...weak];
  const entry = rows.some((row) => keyOf(row.moment) === chosen) ? chosen : rows[0] && keyOf(rows[0].moment);
  return (
    <div ref={list} className="moment-list" role="group" aria-label={t.results.title}>
      <Rows rows={found} entry={entry} />
      {weak.length > 0 && (
        <>
          <h3 className="list-title">{t.results.weakerTitle}</h3>
          <Rows rows={weak} entry={entry} />
        </>
      )}
    </div>
  );
}

/** Cards, with a heading for each file where there are several. `entry`: the one that Tab goes to. */
function Rows({ rows, entry }: { readonly rows: readonly Row[]; readonly entry: string | undefined }) {
  const several = new Set(rows.map((row) => row.moment.mediaId)).size > 1;
  const order = useSearch((s) => s.order);
  return rows.map((row, i) => {
    const { moment } = row;
    const head = several && order === "time" && moment.mediaId !== rows[i - 1]?.moment.mediaId;
    return (
      <Fragment key={keyOf(moment)}>
        {head && <h3 className="list-title">{moment.file}</h3>}
        <MomentCard row={row} showFile={several && order !== "time"} entry={keyOf(moment) === entry} />
      </Fragment>
    );
  });
}
