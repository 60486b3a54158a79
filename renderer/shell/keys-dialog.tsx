import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { presets, showChord, type Action, type PresetName } from "../keys/key-map.ts";
import { mac } from "../keys/use-keys.ts";
import { choosePreset, useKeyMap, useSettings } from "../state/settings.ts";
import { open, useUi } from "../state/ui.ts";
import { t } from "../strings/en.ts";

const groups: readonly (readonly [keyof typeof t.groups, readonly Action[]])[] = [
  ["play", ["play", "shuttleBack", "shuttleStop", "shuttleForward", "playMoment", "loop", "loopStart", "loopEnd"]],
  ["move", ["frameBack", "frameForward", "framesBack", "framesForward", "secondBack", "secondForward", "previousShot", "nextShot", "toStart", "toEnd", "goTo"]],
  ["moments", ["previousMoment", "nextMoment", "star", "reject", "sendMoment"]],
  ["notes", ["annotate", "punch", "split", "removeNote", "startHere", "endHere", "startEarlier", "startLater", "endEarlier", "endLater", "startMuchEarlier", "startMuchLater", "endMuchEarlier", "endMuchLater", "previousNote", "nextNote", "playNote", "acceptNote", "rejectNote", "discussNote", "nextUnreviewed", "undo", "redo"]],
  ["marks", ["markIn", "markOut", "clearMarks", "toIn", "toOut", "snapshot"]],
  ["timeline", ["zoomIn", "zoomOut", "zoomAll", "zoomRange"]],
  ["app", ["search", "palette", "results", "chat", "notes", "library", "import", "keys"]],
]; // prettier-ignore

/** The map of the keys, and the choice of its preset. */
export function KeysDialog() {
  const shown = useUi((s) => s.overlay === "keys");
  const map = useKeyMap();
  const preset = useSettings((s) => s.preset);
  return (
    <Dialog.Root open={shown} onOpenChange={(now) => open(now ? "keys" : undefined)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog keys">
          <Dialog.Title className="dialog-title">{t.keys.title}</Dialog.Title>
          <Dialog.Close className="icon-button dialog-close" aria-label={t.keys.close}>
            <X size={16} aria-hidden />
          </Dialog.Close>
          <label className="keys-preset">
            {t.keys.preset}
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
          <div className="keys-groups">
            {groups.map(([name, list]) => (
              <section key={name}>
                <h3>{t.groups[name]}</h3>
                <dl>
                  {list.map((action) => (
                    <div key={action}>
                      <dt>{t.actions[action]}</dt>
                      <dd>
                        {map[action].map((chord) => (
                          <kbd key={chord}>{showChord(chord, mac)}</kbd>
                        ))}
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
