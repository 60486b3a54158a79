import { AudioLines, Clapperboard, MessageSquareText, Quote, Tag, type LucideIcon } from "lucide-react";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import type { MediaId } from "../../contract/ids.ts";
import { useRows } from "../parts/use-rows.ts";
import { chooseNote } from "../state/annotations.ts";
import { useDetail } from "../state/detail.ts";
import { goTo, usePlayer } from "../state/player.ts";
import { choose } from "../state/search.ts";
import { useSettings } from "../state/settings.ts";
import { t } from "../strings/en.ts";
import { shortTime } from "../time/format.ts";
import { useChoices } from "./choices.ts";
import { itemAt, itemsOf, type Item, type ItemKind } from "./items.ts";
import type { DrawnMoment, DrawnNote } from "./scene.ts";
import { useShownCues } from "./use-shown-cues.ts";

const rowHeight = 26;
const page = 10;
const signs: Readonly<Record<ItemKind, LucideIcon>> = {
  shot: Clapperboard,
  word: Quote,
  moment: AudioLines,
  footnote: MessageSquareText,
  note: Tag,
};

export const listId = "timeline-list";

/** The chosen one stands for its kind; a shot and a line of words are shown from their first frame. */
function show(item: Item, id: MediaId, play: boolean): void {
  if (item.annotation) chooseNote(item.annotation, { play });
  else if (item.moment) choose(item.moment, { play });
  else goTo(id, item.start + 1e-4, play ? { play: true, until: item.end } : {});
}

/** What the timeline draws, as a list for keys and screen readers: it follows the playhead, and the playhead follows it. */
export function ItemsList({
  mediaId,
  moments,
  notes,
}: {
  readonly mediaId: MediaId;
  readonly moments: readonly DrawnMoment[];
  readonly notes: readonly DrawnNote[];
}) {
  const shots = useDetail((s) => s.shots);
  const cues = useShownCues();
  const frames = useDetail((s) => s.frames);
  const display = useSettings((s) => s.timeDisplay);
  const hidden = useChoices((s) => s.hidden);
  const items = useMemo(
    () =>
      itemsOf(
        { shots, cues, moments, notes, hidden },
        {
          shot: t.timeline.shot,
          noLabel: t.notes.noLabel,
          moment: (m) => m.reasons[0]?.text ?? t.results.verdicts.found,
        },
      ),
    [shots, cues, moments, notes, hidden],
  );
  // By its key: the list changes while more of the file becomes known.
  const [held, setHeld] = useState<string>();
  const kept = useMemo(
    () => (held === undefined ? -1 : items.findIndex((item) => item.key === held)),
    [held, items],
  );
  const at = usePlayer(({ time }) => {
    const item = items[kept];
    // What was gone to stays current for as long as the playhead is inside of it.
    return item && time >= item.start - 1e-3 && time < item.end + 1e-3 ? kept : itemAt(items, time);
  });
  const scroll = useRef<HTMLDivElement>(null);
  const { first, last, reveal } = useRows(scroll, items.length, rowHeight);
  useEffect(() => {
    reveal(at);
  }, [at, reveal]);

  // Quick presses count from where the last one led, not from where the playhead still is.
  const going = useRef<number>(undefined);
  useEffect(
    () =>
      usePlayer.subscribe((now, before) => {
        if (now.time !== before.time) going.current = undefined;
      }),
    [],
  );
  const go = (to: number, play = false): void => {
    const index = Math.min(items.length - 1, Math.max(0, to));
    const item = items[index];
    if (!item) return;
    going.current = index;
    setHeld(item.key);
    show(item, mediaId, play);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const from = going.current ?? at;
    const to: Readonly<Record<string, number>> = {
      ArrowDown: from + 1,
      ArrowUp: from - 1,
      PageDown: from + page,
      PageUp: from - page,
      Home: 0,
      End: items.length - 1,
    };
    const target = event.key === "Enter" ? at : to[event.key];
    if (target === undefined) return;
    event.preventDefault();
    go(target, event.key === "Enter");
  };
  const current = items[at];
  return (
    <div
      ref={scroll}
      id={listId}
      className="timeline-list"
      role="listbox"
      tabIndex={0}
      aria-label={t.timeline.list}
      aria-activedescendant={current && at >= first && at < last ? `item-${at}` : undefined}
      onKeyDown={onKeyDown}
    >
      {items.length === 0 && (
        <p className="timeline-list-none" role="option" aria-selected={false} aria-disabled>
          {t.timeline.listNone}
        </p>
      )}
      <div role="presentation" style={{ height: items.length * rowHeight }}>
        {items.slice(first, last).map((item, i) => {
          const n = first + i;
          const Sign = signs[item.kind];
          return (
            <div
              key={item.key}
              id={`item-${n}`}
              role="option"
              tabIndex={-1}
              aria-selected={n === at}
              aria-setsize={items.length}
              aria-posinset={n + 1}
              className={`timeline-item ${n === at ? "current" : ""} ${item.chosen ? "chosen" : ""}`}
              style={{ transform: `translateY(${n * rowHeight}px)`, height: rowHeight }}
              title={item.text}
              onClick={() => go(n)}
              onDoubleClick={() => go(n, true)}
            >
              <Sign size={13} strokeWidth={1.8} aria-hidden />
              <i className="hidden">{t.timeline.kinds[item.kind]}, </i>
              <b>{shortTime(item.start, display, frames)}</b>
              <span>{item.text}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
