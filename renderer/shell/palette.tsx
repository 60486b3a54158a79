import { useMemo, useState } from "react";
import { actions, showChord, type Action } from "../keys/key-map.ts";
import { perform } from "../keys/perform.ts";
import { mac } from "../keys/use-keys.ts";
import { Modal } from "../parts/modal.tsx";
import { useKeyMap } from "../state/settings.ts";
import { open } from "../state/ui.ts";
import { t } from "../strings/en.ts";

/** Every command by name. */
export function Palette() {
  return (
    <Modal overlay="palette" title={t.palette.title} className="palette" bare>
      <Commands />
    </Modal>
  );
}

function Commands() {
  const map = useKeyMap();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const found = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return actions.filter(
      (a) => a !== "palette" && words.every((w) => t.actions[a].toLowerCase().includes(w)),
    );
  }, [text]);
  const run = (action: Action | undefined): void => {
    if (!action) return;
    open(undefined);
    // After the dialog has given the focus back.
    setTimeout(() => perform(action), 0);
  };
  const current = Math.min(at, found.length - 1);
  return (
    <>
      <input
        className="palette-input"
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={found[current] ? `command-${found[current]}` : undefined}
        placeholder={t.palette.placeholder}
        aria-label={t.palette.placeholder}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            setAt(Math.min(found.length - 1, Math.max(0, current + (event.key === "ArrowDown" ? 1 : -1))));
          }
          if (event.key === "Enter") run(found[current]);
        }}
      />
      <ul id="palette-list" className="palette-list" role="listbox" aria-label={t.palette.title}>
        {found.map((action, i) => (
          <li
            key={action}
            id={`command-${action}`}
            role="option"
            aria-selected={i === current}
            className={i === current ? "current" : ""}
            ref={i === current ? (node) => node?.scrollIntoView({ block: "nearest" }) : null}
            onPointerMove={() => setAt(i)}
            onClick={() => run(action)}
          >
            <span>{t.actions[action]}</span>
            {map[action][0] && <kbd>{showChord(map[action][0], mac)}</kbd>}
          </li>
        ))}
        {found.length === 0 && <li className="picker-none">{t.palette.none}</li>}
      </ul>
    </>
  );
}
