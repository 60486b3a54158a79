import { useEffect, useMemo } from "react";
import { useKeyMap } from "../state/settings.ts";
import { useUi } from "../state/ui.ts";
import { perform } from "./perform.ts";
import { chordOf, lookup, showChord, type Action } from "./key-map.ts";

export const mac = /Mac|iPhone|iPad/.test(navigator.platform);

/** The first key of an action, as it stands on the keyboard. */
export function useChordText(action: Action | undefined): string | undefined {
  const map = useKeyMap();
  const chord = action && map[action][0];
  return chord === undefined ? undefined : showChord(chord, mac);
}

/** Whether the focus was last moved by keys. */
let movedByKeys = false;

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches("input:not([type=range]):not([type=checkbox]), textarea") ||
    (movedByKeys && target.matches("select")));

/**
 * Elements that make something of these keys themselves. A button that a mouse pressed does not: after a click on a file or a
 * tool the space bar plays, as it always does; to one that was reached with Tab it belongs.
 */
const ownKeys = (target: EventTarget | null, chord: string): boolean =>
  target instanceof HTMLElement &&
  ((["Space", "Enter"].includes(chord) &&
    target.matches(
      movedByKeys ? "button, a, summary, [role=tab], [role=option], [role^=menuitem]" : "[role^=menuitem]",
    )) ||
    (/^(Shift\+)?Arrow|^Home$|^End$|^Page/.test(chord) &&
      target.closest(
        "[role=tablist], [role=menu], [role=listbox], [role=radiogroup], [role=separator], input[type=range], [data-own-arrows]",
      ) !== null));

/** Keys work everywhere but where text is typed; there only those with Ctrl or Cmd do. */
export function useKeys(): void {
  const map = useKeyMap();
  const byChord = useMemo(() => lookup(map), [map]);
  useEffect(() => {
    const onPointer = (): void => {
      movedByKeys = false;
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Tab") movedByKeys = true;
      if (event.defaultPrevented || event.isComposing) return;
      const chord = chordOf(event, mac);
      const action = byChord.get(chord);
      if (!action) return;
      // A field takes its own typing back.
      if (typing(event.target) && (!chord.startsWith("Mod+") || action === "undo" || action === "redo"))
        return;
      if (ownKeys(event.target, chord)) return;
      if (useUi.getState().overlay !== undefined && action !== "palette" && action !== "keys") return;
      event.preventDefault();
      perform(action);
    };
    window.addEventListener("keydown", onKey);
    window.addEventListener("pointerdown", onPointer, { capture: true });
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("pointerdown", onPointer, { capture: true });
    };
  }, [byChord]);
}
