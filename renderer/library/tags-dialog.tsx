import { Plus, X } from "lucide-react";
import { useMemo, useState } from "react";
import { Tag } from "../../contract/media.ts";
import { Modal } from "../parts/modal.tsx";
import { changeTags, useLibrary } from "../state/library.ts";
import { t } from "../strings/en.ts";

/** Words on one file or several: what is on some of them can be put on all. */
export function TagsDialog() {
  const count = useLibrary((s) => s.tagging.length);
  const name = useLibrary((s) => s.files.find((f) => f.id === s.tagging[0])?.name ?? "");
  const title = count === 1 ? t.library.tagsOf(name) : t.library.tagsOfMany(count);
  return (
    <Modal overlay="tags" title={title} className="tags-dialog">
      <Body />
    </Modal>
  );
}

function Body() {
  const ids = useLibrary((s) => s.tagging);
  const files = useLibrary((s) => s.files);
  const [text, setText] = useState("");
  const { on, others } = useMemo(() => {
    const counts = new Map<string, number>();
    for (const f of files.filter((one) => ids.includes(one.id)))
      for (const tag of f.tags ?? []) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    const known = new Set(files.flatMap((f) => f.tags ?? []));
    return {
      on: [...counts].sort(([a], [b]) => a.localeCompare(b)),
      others: [...known].filter((tag) => !counts.has(tag)).sort((a, b) => a.localeCompare(b)),
    };
  }, [files, ids]);
  const tag = Tag.safeParse(text.replace(/^#/, "")).data;
  return (
    <div className="tags-body">
      <form
        className="tags-add"
        onSubmit={(event) => {
          event.preventDefault();
          if (tag === undefined) return;
          changeTags(ids, [tag], []);
          setText("");
        }}
      >
        <input
          className="input grow"
          list="known-tags"
          maxLength={60}
          placeholder={t.library.newTag}
          aria-label={t.library.newTag}
          value={text}
          onChange={(e) => setText(e.target.value)}
        />
        <datalist id="known-tags">
          {others.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <button type="submit" className="button primary" disabled={tag === undefined}>
          {t.library.addTag}
        </button>
      </form>
      {on.length === 0 && <p className="dim">{t.library.noTags}</p>}
      <ul className="tag-list">
        {on.map(([one, count]) => (
          <li key={one}>
            <span className="grow">
              #{one} {count < ids.length && <small>{t.library.onSome(count, ids.length)}</small>}
            </span>
            {count < ids.length && (
              <button
                type="button"
                className="icon-button small"
                aria-label={t.library.tagAll(one)}
                title={t.library.tagAll(one)}
                onClick={() => changeTags(ids, [one], [])}
              >
                <Plus size={13} aria-hidden />
              </button>
            )}
            <button
              type="button"
              className="icon-button small"
              aria-label={t.library.untag(one)}
              title={t.library.untag(one)}
              onClick={() => changeTags(ids, [], [one])}
            >
              <X size={13} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <p className="tag-others">
          {others.slice(0, 24).map((one) => (
            <button key={one} type="button" className="filter" onClick={() => changeTags(ids, [one], [])}>
              <span>#{one}</span>
            </button>
          ))}
        </p>
      )}
      <p className="dim">{t.library.tagsHint}</p>
    </div>
  );
}
