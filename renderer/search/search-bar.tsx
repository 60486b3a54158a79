import { Menu } from "@base-ui/react/menu";
import { Bookmark, BookmarkCheck, Command, History, Search, Settings, Square, X } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { useChordText } from "../keys/use-keys.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { focusChosen } from "../results/moment-list.tsx";
import { useLibrary } from "../state/library.ts";
import { clearSearch, find, findAlike, stopFinding, toggleSaved, useSearch } from "../state/search.ts";
import { changeSettings, useSettings } from "../state/settings.ts";
import { chosenMoment, step } from "../state/shown.ts";
import { open, openSettings } from "../state/ui.ts";
import { t } from "../strings/en.ts";

/** The one box in which moments are asked for; below it how the question was understood. */
export function SearchBar() {
  const question = useSearch((s) => s.question);
  const running = useSearch((s) => s.running);
  const recent = useSettings((s) => s.recent);
  const saved = useSettings((s) => s.saved.includes(question));
  const [text, setText] = useState(question);
  const listId = useId();
  const chord = useChordText("search");
  // A question may come from elsewhere: a suggestion, the chat, another window's answer.
  useEffect(() => setText(question), [question]);
  return (
    <header className="top">
      <div className="brand" aria-label={t.app}>
        <img src="./icon.svg" alt="" width={26} height={26} />
        <span>{t.app}</span>
      </div>
      <form
        className="search"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          const { alike, question: shown } = useSearch.getState();
          if (alike && text === shown) findAlike();
          else void find(text).then(toResults);
        }}
      >
        <Search className="search-icon" size={16} aria-hidden />
        <input
          id="search-box"
          list={listId}
          autoComplete="off"
          spellCheck={false}
          placeholder={t.search.placeholder}
          aria-label={t.search.label}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
            if (event.key !== "ArrowDown" || text !== question || !useSearch.getState().result) return;
            event.preventDefault();
            if (!chosenMoment()) step(1);
            focusChosen();
          }}
        />
        <datalist id={listId}>
          {recent.slice(0, 12).map((h) => (
            <option key={h} value={h} />
          ))}
        </datalist>
        {text === "" && chord && <kbd className="search-key">{chord}</kbd>}
        {text !== "" && !running && (
          <button
            type="button"
            className="icon-button small"
            aria-label={t.search.clear}
            onClick={() => {
              setText("");
              clearSearch();
            }}
          >
            <X size={14} aria-hidden />
          </button>
        )}
        {question !== "" && text === question && (
          <button
            type="button"
            className="icon-button small"
            aria-label={saved ? t.search.unsave : t.search.save}
            title={saved ? t.search.unsave : t.search.save}
            aria-pressed={saved}
            onClick={() => toggleSaved(question)}
          >
            {saved ? <BookmarkCheck size={14} aria-hidden /> : <Bookmark size={14} aria-hidden />}
          </button>
        )}
        {running && (
          <button
            type="button"
            className="icon-button small"
            aria-label={t.search.stop}
            onClick={stopFinding}
          >
            <Square size={12} aria-hidden />
          </button>
        )}
        <Earlier />
        <Scope />
      </form>
      <div className="top-tools">
        <IconButton icon={Command} label={t.palette.title} action="palette" onClick={() => open("palette")} />
        <IconButton icon={Settings} label={t.settings.title} onClick={() => openSettings("general")} />
      </div>
    </header>
  );
}

/** From the box to what was found: arrows go through it and Enter plays. Not where something else is being typed by now. */
function toResults(): void {
  const box = document.activeElement;
  if (box instanceof HTMLInputElement && box.value.trim() === useSearch.getState().question) focusChosen();
}

/** Questions that were kept or asked before, to be asked again. */
function Earlier() {
  const saved = useSettings((s) => s.saved);
  const recent = useSettings((s) => s.recent);
  const item = (question: string) => (
    <Menu.Item key={question} className="menu-item" onClick={() => void find(question)}>
      {question}
    </Menu.Item>
  );
  return (
    <Menu.Root>
      <Menu.Trigger
        render={
          <button
            type="button"
            className="icon-button small"
            aria-label={t.search.earlier}
            title={t.search.earlier}
          >
            <History size={14} aria-hidden />
          </button>
        }
      />
      <Menu.Portal>
        <Menu.Positioner sideOffset={8} align="end">
          <Menu.Popup className="menu">
            {saved.length > 0 && (
              <Menu.Group>
                <Menu.GroupLabel className="menu-title">{t.search.saved}</Menu.GroupLabel>
                {saved.slice(0, 20).map(item)}
              </Menu.Group>
            )}
            {recent.length > 0 && (
              <Menu.Group>
                <Menu.GroupLabel className="menu-title">{t.search.recent}</Menu.GroupLabel>
                {recent
                  .filter((q) => !saved.includes(q))
                  .slice(0, 12)
                  .map(item)}
              </Menu.Group>
            )}
            {recent.length > 0 && (
              <Menu.Item className="menu-item apart" onClick={() => changeSettings({ recent: [] })}>
                {t.search.forgetRecent}
              </Menu.Item>
            )}
            {saved.length + recent.length === 0 && <p className="menu-title">{t.search.noneYet}</p>}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Scope() {
  const scope = useSearch((s) => s.scope);
  const several = useLibrary((s) => s.files.length > 1);
  if (!several) return null;
  return (
    <select
      className="select small scope"
      aria-label={t.search.scope}
      value={scope}
      onChange={(event) =>
        useSearch.setState({ scope: event.target.value === "library" ? "library" : "file" })
      }
    >
      <option value="file">{t.search.thisFile}</option>
      <option value="library">{t.search.allFiles}</option>
    </select>
  );
}
