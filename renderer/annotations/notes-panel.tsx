import { BookmarkPlus, Redo2, Undo2 } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Review } from "../../contract/annotations.ts";
import { perform } from "../keys/perform.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { useRows } from "../parts/use-rows.ts";
import { redo, undo } from "../state/note-edits.ts";
import { useNotes } from "../state/annotations.ts";
import { t } from "../strings/en.ts";
import { NoteDetail } from "./note-detail.tsx";
import { NoteRow } from "./note-row.tsx";
import { TierList } from "./tier-list.tsx";

const rowHeight = 46;

/** The annotations of the file as a list: the same things as on the timeline, for eyes, keys and screen readers. */
export function NotesPanel() {
  const list = useNotes((s) => s.list);
  const chosen = useNotes((s) => s.chosen);
  const history = useNotes((s) => s.history);
  const [text, setText] = useState("");
  const [review, setReview] = useState<Review | "all">("all");
  const shown = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return list.filter(
      (a) =>
        (review === "all" || a.review === review) &&
        words.every((w) => `${a.label} ${a.note}`.toLowerCase().includes(w)),
    );
  }, [list, text, review]);
  const left = list.filter((a) => a.review === "unreviewed").length;
  const scroll = useRef<HTMLDivElement>(null);
  const { first, last, reveal } = useRows(scroll, shown.length, rowHeight);
  const at = shown.findIndex((a) => a.id === chosen);
  useEffect(() => {
    reveal(at);
  }, [at, reveal]);
  const current = shown[at];
  return (
    <div className="notes">
      <div className="notes-head">
        <input
          className="input small grow"
          type="search"
          value={text}
          placeholder={t.notes.filter}
          aria-label={t.notes.filterHint}
          title={t.notes.filterHint}
          onChange={(e) => setText(e.target.value)}
        />
        <select
          className="select small"
          aria-label={t.notes.review}
          value={review}
          onChange={(e) => setReview(Review.safeParse(e.target.value).data ?? "all")}
        >
          <option value="all">{t.notes.all}</option>
          {Review.options.map((name) => (
            <option key={name} value={name}>
              {t.notes.reviews[name]}
            </option>
          ))}
        </select>
        <IconButton
          icon={Undo2}
          size="small"
          label={history.undo === undefined ? t.actions.undo : `${t.actions.undo}: ${history.undo}`}
          action="undo"
          disabled={history.undo === undefined}
          onClick={undo}
        />
        <IconButton
          icon={Redo2}
          size="small"
          label={history.redo === undefined ? t.actions.redo : `${t.actions.redo}: ${history.redo}`}
          action="redo"
          disabled={history.redo === undefined}
          onClick={redo}
        />
        <IconButton
          icon={BookmarkPlus}
          size="small"
          label={t.actions.annotate}
          action="annotate"
          onClick={() => perform("annotate")}
        />
      </div>
      <TierList />
      {list.length === 0 ? (
        <div className="empty-note">
          <BookmarkPlus size={26} strokeWidth={1.4} aria-hidden />
          <h3>{t.notes.empty}</h3>
          <p>{t.notes.emptyHint}</p>
        </div>
      ) : (
        <p className="notes-left" role="status">
          {t.notes.left(left, list.length)}
        </p>
      )}
      <div ref={scroll} className="notes-list" tabIndex={-1} hidden={list.length === 0}>
        <ul style={{ height: shown.length * rowHeight }} aria-label={t.notes.title}>
          {shown.slice(first, last).map((note, i) => (
            <li
              key={note.id}
              aria-setsize={shown.length}
              aria-posinset={first + i + 1}
              style={{ transform: `translateY(${(first + i) * rowHeight}px)`, height: rowHeight }}
            >
              <NoteRow note={note} />
            </li>
          ))}
        </ul>
      </div>
      {current && <NoteDetail key={current.id} note={current} />}
    </div>
  );
}
