import { Plus, RotateCcw } from "lucide-react";
import { useEffect, useState } from "react";
import {
  actions,
  chordOf,
  isModifier,
  presets,
  rebind,
  showChord,
  unbind,
  type Action,
  type PresetName,
} from "../keys/key-map.ts";
import { mac } from "../keys/use-keys.ts";
import { Modal } from "../parts/modal.tsx";
import { notify } from "../state/notices.ts";
import { choosePreset, setOwnKeys, useKeyMap, useSettings } from "../state/settings.ts";
import { t } from "../strings/en.ts";

const groups: readonly (readonly [keyof typeof t.groups, readonly Action[]])[] = [
  ["play", ["play", "shuttleBack", "shuttleStop", "shuttleForward", "slower", "faster", "playMoment", "loop", "loopStart", "loopEnd"]],
  ["move", ["frameBack", "frameForward", "framesBack", "framesForward", "secondBack", "secondForward", "previousShot", "nextShot", "toStart", "toEnd", "goTo", "pictureIn", "pictureOut", "pictureWhole"]],
  ["moments", ["previousMoment", "nextMoment", "star", "reject", "sendMoment", "findAlike"]],
  ["notes", ["annotate", "punch", "split", "removeNote", "startHere", "endHere", "startEarlier", "startLater", "endEarlier", "endLater", "startMuchEarlier", "startMuchLater", "endMuchEarlier", "endMuchLater", "previousNote", "nextNote", "playNote", "acceptNote", "rejectNote", "discussNote", "nextUnreviewed", "undo", "redo"]],
  ["marks", ["markIn", "markOut", "clearMarks", "toIn", "toOut", "snapshot", "snapshotCopy", "export", "clock"]],
  ["timeline", ["zoomIn", "zoomOut", "zoomAll", "zoomRange", "timelineList"]],
  ["app", ["search", "palette", "results", "chat", "notes", "library", "side", "timeline", "import", "keys"]],
]; // prettier-ignore

/** Which key is being chosen: the `index`-th of an action, or one more. */
interface Choosing {
  readonly action: Action;
  readonly index: number | undefined;
}

/** The map of the keys, the choice of its preset, and every key to be changed. */
export function KeysDialog() {
  return (
    <Modal overlay="keys" title={t.keys.title} className="keys">
      <Head />
      <Groups />
    </Modal>
  );
}

function Head() {
  const preset = useSettings((s) => s.preset);
  const own = useSettings((s) => s.ownKeys);
  return (
    <div className="keys-preset">
      <label>
        {t.keys.preset}{" "}
        <select
          className="select"
          value={preset}
          onChange={(e) => choosePreset(e.target.value as PresetName)}
        >
          {(Object.keys(presets) as PresetName[]).map((name) => (
            <option key={name} value={name}>
              {t.settings.presets[name]}
            </option>
          ))}
        </select>
      </label>
      <span className="grow dim">{t.keys.hint}</span>
      {Object.keys(own).length > 0 && (
        <button type="button" className="button small" onClick={() => setOwnKeys({})}>
          <RotateCcw size={13} aria-hidden /> {t.keys.reset}
        </button>
      )}
    </div>
  );
}

function Groups() {
  const [choosing, setChoosing] = useState<Choosing>();
  useEffect(() => {
    if (!choosing) return;
    const onKey = (event: KeyboardEvent): void => {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (isModifier(event.key)) return;
      setChoosing(undefined);
      if (event.key === "Escape") return;
      give(choosing, chordOf(event, mac));
    };
    // Before anything else hears it: the key that is being chosen may mean something already.
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, [choosing]);
  return (
    <div className="keys-groups">
      {groups.map(([name, list]) => (
        <section key={name}>
          <h3>{t.groups[name]}</h3>
          <dl>
            {list.map((action) => (
              <KeyRow key={action} action={action} choosing={choosing} onChoose={setChoosing} />
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

/** Gives a chord to an action and says which other one lost it. */
function give({ action, index }: Choosing, chord: string): void {
  const { preset, ownKeys, keyMap } = useSettings.getState();
  const loser = actions.find((other) => other !== action && keyMap[other].includes(chord));
  setOwnKeys(rebind(presets[preset], ownKeys, action, chord, index));
  if (loser) notify("info", t.keys.taken(showChord(chord, mac), t.actions[loser]));
}

function KeyRow({
  action,
  choosing,
  onChoose,
}: {
  readonly action: Action;
  readonly choosing: Choosing | undefined;
  readonly onChoose: (choosing: Choosing) => void;
}) {
  const chords = useKeyMap()[action];
  const own = useSettings((s) => s.ownKeys);
  const waits = (index: number | undefined): boolean =>
    choosing?.action === action && choosing.index === index;
  return (
    <div className={own[action] ? "own" : ""}>
      <dt>{t.actions[action]}</dt>
      <dd>
        {chords.map((chord, index) => (
          <button
            key={chord}
            type="button"
            className="key"
            aria-label={t.keys.change(showChord(chord, mac), t.actions[action])}
            title={t.keys.changeHint}
            onClick={() => onChoose({ action, index })}
            onContextMenu={(event) => {
              event.preventDefault();
              setOwnKeys(unbind(presets[useSettings.getState().preset], own, action, chord));
            }}
          >
            <kbd>{waits(index) ? t.keys.press : showChord(chord, mac)}</kbd>
          </button>
        ))}
        <button
          type="button"
          className="key add"
          aria-label={t.keys.add(t.actions[action])}
          title={t.keys.add(t.actions[action])}
          onClick={() => onChoose({ action, index: undefined })}
        >
          {waits(undefined) ? <kbd>{t.keys.press}</kbd> : <Plus size={12} aria-hidden />}
        </button>
      </dd>
    </div>
  );
}
