import { Check, CircleHelp, PencilLine, Play, Sparkles, Trash2, X, type LucideIcon } from "lucide-react";
import type { Annotation, Review } from "../../contract/annotations.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { chooseNote, useNotes } from "../state/annotations.ts";
import { removeNote } from "../state/note-changing.ts";
import { useDetail } from "../state/detail.ts";
import { fileOf } from "../state/library.ts";
import { useSettings } from "../state/settings.ts";
import { t } from "../strings/en.ts";
import { clock, shortTime, timeOfDay } from "../time/format.ts";

const signs: Readonly<Record<Exclude<Review, "unreviewed">, LucideIcon>> = {
  accepted: Check,
  changed: PencilLine,
  rejected: X,
  discuss: CircleHelp,
};

/** One annotation in the list. */
export function NoteRow({ note }: { readonly note: Annotation }) {
  const chosen = useNotes((s) => s.chosen === note.id);
  const tier = useNotes((s) => s.tiers.find((one) => one.id === note.tierId));
  const Sign = note.review === "unreviewed" ? undefined : signs[note.review];
  return (
    <article className={`note-row ${chosen ? "chosen" : ""} ${note.review}`}>
      <button
        type="button"
        className="note-main"
        aria-current={chosen}
        onClick={() => chooseNote(note)}
        onDoubleClick={() => chooseNote(note, { play: true })}
      >
        <i className="note-colour" style={{ background: `var(--tier-${tier?.colour ?? 0})` }} />
        <span className="note-text">
          <span className="note-label">
            {note.origin.by === "machine" && <Sparkles size={12} aria-hidden />}
            {note.label || <em>{t.notes.noLabel}</em>}
          </span>
          <span className="note-time">
            <NoteTime note={note} />
            <span className="dim">{clock(note.end - note.start, 2)}</span>
            {tier && <span className="dim">{tier.name}</span>}
          </span>
        </span>
        {Sign && <Sign size={14} className="note-sign" aria-label={t.notes.reviews[note.review]} />}
      </button>
      <span className="note-tools">
        <IconButton
          icon={Play}
          size="small"
          label={t.notes.play}
          action="playNote"
          onClick={() => chooseNote(note, { play: true })}
        />
        <IconButton
          icon={Trash2}
          size="small"
          label={t.notes.remove}
          action="removeNote"
          disabled={tier?.locked ?? false}
          onClick={() => removeNote(note)}
        />
      </span>
    </article>
  );
}

/** First and last frame, or the times, as the window shows times. */
export function NoteTime({ note }: { readonly note: Annotation }) {
  const display = useSettings((s) => s.timeDisplay);
  const frames = useDetail((s) => s.frames);
  const wall = fileOf(note.mediaId)?.clock;
  if (display === "frames" && note.startFrame !== undefined && note.endFrame !== undefined)
    return (
      <b>
        {note.startFrame} – {note.endFrame - 1}
      </b>
    );
  const told = (seconds: number): string =>
    display === "clock" && wall ? timeOfDay(wall, seconds) : shortTime(seconds, display, frames);
  return <b>{`${told(note.start)} – ${told(note.end)}`}</b>;
}
