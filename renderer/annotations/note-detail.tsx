import { Check, ChevronLeft, ChevronRight, CircleHelp, RotateCcw, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Annotation } from "../../contract/annotations.ts";
import { perform } from "../keys/perform.ts";
import type { Action } from "../keys/key-map.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { bars } from "../results/order.ts";
import { changeNote, restoreMachine, reviewChosen } from "../state/note-changing.ts";
import { useNotes } from "../state/annotations.ts";
import { useDetail } from "../state/detail.ts";
import { useSettings } from "../state/settings.ts";
import { t } from "../strings/en.ts";
import { showTime } from "../time/format.ts";

/** The chosen annotation, to be corrected: words, edges, review, and what the machine had said. */
export function NoteDetail({ note }: { readonly note: Annotation }) {
  const tiers = useNotes((s) => s.tiers);
  const tier = tiers.find((one) => one.id === note.tierId);
  const locked = tier?.locked ?? false;
  const film = note.startFrame !== undefined;
  return (
    <section className="note-detail" aria-label={note.label || t.notes.noLabel}>
      <Text
        value={note.label}
        label={t.notes.label}
        disabled={locked}
        labels={tier?.labels ?? []}
        onDone={(label) => changeNote(note, { label })}
      />
      <div className="note-edges">
        <Edge note={note} edge="start" disabled={locked || !film} />
        <Edge note={note} edge="end" disabled={locked || !film} />
      </div>
      <Text
        value={note.note}
        label={t.notes.note}
        disabled={locked}
        long
        onDone={(text) => changeNote(note, { note: text })}
      />
      <div className="note-review">
        <IconButton
          icon={Check}
          label={t.notes.reviews.accepted}
          action="acceptNote"
          pressed={note.review === "accepted" || note.review === "changed"}
          disabled={locked}
          onClick={() => reviewChosen("accepted")}
        />
        <IconButton
          icon={X}
          label={t.notes.reviews.rejected}
          action="rejectNote"
          pressed={note.review === "rejected"}
          disabled={locked}
          onClick={() => reviewChosen("rejected")}
        />
        <IconButton
          icon={CircleHelp}
          label={t.notes.reviews.discuss}
          action="discussNote"
          pressed={note.review === "discuss"}
          disabled={locked}
          onClick={() => reviewChosen("discuss")}
        />
        <span className="grow dim">{t.notes.reviews[note.review]}</span>
        <select
          className="select small"
          aria-label={t.notes.tier}
          value={note.tierId}
          disabled={locked}
          onChange={(e) => {
            const to = tiers.find((one) => one.id === e.target.value);
            if (to) changeNote(note, { tierId: to.id });
          }}
        >
          {tiers.map((one) => (
            <option key={one.id} value={one.id} disabled={one.locked}>
              {one.name}
            </option>
          ))}
        </select>
      </div>
      <Found note={note} locked={locked} />
    </section>
  );
}

/** What the machine had said; it stays, whatever is made of it. */
function Found({ note, locked }: { readonly note: Annotation; readonly locked: boolean }) {
  const frames = useDetail((s) => s.frames);
  const { origin, range } = note;
  if (origin.by !== "machine") return null;
  const unit = range.timeBase.num / range.timeBase.den;
  const moved = origin.start !== range.start || origin.end !== range.end;
  const shift = (now: number, then: number): number => Math.round((now - then) * unit * frames.rate);
  return (
    <p className="note-found">
      <span>
        {t.notes.found(origin.question, bars(origin.confidence))}
        {moved && <em> {t.notes.moved(shift(range.start, origin.start), shift(range.end, origin.end))}</em>}
      </span>
      {moved && (
        <IconButton
          icon={RotateCcw}
          size="small"
          label={t.notes.restore}
          disabled={locked}
          onClick={() => restoreMachine(note)}
        />
      )}
    </p>
  );
}

const steps = {
  start: { back: "startEarlier", on: "startLater", here: "startHere" },
  end: { back: "endEarlier", on: "endLater", here: "endHere" },
} as const satisfies Record<string, Record<string, Action>>;

function Edge({
  note,
  edge,
  disabled,
}: {
  readonly note: Annotation;
  readonly edge: "start" | "end";
  readonly disabled: boolean;
}) {
  const display = useSettings((s) => s.timeDisplay);
  const frames = useDetail((s) => s.frames);
  const { back, on, here } = steps[edge];
  return (
    <span className="note-edge">
      <IconButton
        icon={ChevronLeft}
        size="small"
        label={t.notes[back]}
        action={back}
        disabled={disabled}
        onClick={() => perform(back)}
      />
      <button
        type="button"
        className="note-edge-time"
        title={t.actions[here]}
        disabled={disabled}
        onClick={() => perform(here)}
      >
        {showTime(note[edge], display, frames)}
        {note.startFrame !== undefined && note.endFrame !== undefined && (
          <small>{edge === "start" ? note.startFrame : note.endFrame - 1}</small>
        )}
      </button>
      <IconButton
        icon={ChevronRight}
        size="small"
        label={t.notes[on]}
        action={on}
        disabled={disabled}
        onClick={() => perform(on)}
      />
    </span>
  );
}

interface TextProps {
  readonly value: string;
  readonly label: string;
  readonly disabled: boolean;
  readonly long?: boolean;
  readonly labels?: readonly string[];
  readonly onDone: (text: string) => void;
}

/** Kept when it is left or on Enter; Escape takes what was typed back. */
function Text({ value, label, disabled, long = false, labels = [], onDone }: TextProps) {
  const [text, setText] = useState(value);
  const before = useRef(value);
  useEffect(() => {
    // Changed elsewhere (another window, undo): shown at once, unless something else is being typed here.
    setText((now) => (now === before.current ? value : now));
    before.current = value;
  }, [value]);
  const done = (): void => {
    if (text !== value) onDone(text);
  };
  const common = {
    value: text,
    disabled,
    "aria-label": label,
    placeholder: label,
    onBlur: done,
    onKeyDown: (e: React.KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      if (e.key === "Escape") {
        setText(value);
        e.stopPropagation();
        requestAnimationFrame(() => (e.target as HTMLElement).blur());
      } else if (e.key === "Enter" && (!long || e.ctrlKey || e.metaKey)) e.currentTarget.blur();
    },
  };
  if (long)
    return (
      <textarea
        className="input"
        rows={2}
        maxLength={4000}
        {...common}
        onChange={(e) => setText(e.target.value)}
      />
    );
  return (
    <>
      <input
        className="input"
        list="note-labels"
        maxLength={500}
        {...common}
        onChange={(e) => setText(e.target.value)}
      />
      <datalist id="note-labels">
        {labels.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}
