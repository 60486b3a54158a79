import { X } from "lucide-react";
import { create } from "zustand";
import type { FindResult } from "../../contract/moments.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { useSession } from "../state/settings.ts";
import { openSettings } from "../state/ui.ts";
import { t } from "../strings/en.ts";

const toldKey = "footnote.told-of-models";
/** Models (id@revision) whose limits and terms a person has read and put away. */
const useTold = create<{ readonly told: readonly string[] }>(() => ({
  told: (localStorage.getItem(toldKey) ?? "").split(" ").filter(Boolean),
}));

function putAway(key: string): void {
  const told = [...new Set([...useTold.getState().told, key])];
  useTold.setState({ told });
  localStorage.setItem(toldKey, told.join(" "));
}

/**
 * Where what a model saw appears for the first time: its terms, where it is for research only, and what one that is built in does not
 * know. Put away once, it does not come back.
 */
export function ModelNote({ result }: { readonly result: FindResult }) {
  const keys = (result.model ?? "").split(" + ");
  const saw = result.moments.some((m) => m.reasons.some((reason) => reason.source === "picture"));
  const told = useTold((s) => s.told);
  const models = useSession((s) => s.hello?.models);
  const model = models?.find(
    ({ key, research, limits }) =>
      keys.includes(key) && !told.includes(key) && (research !== undefined || limits !== undefined),
  );
  if (!saw || !model) return null;
  return (
    <aside className="model-note" aria-label={t.results.seenBy(model.title)}>
      <p>
        {t.results.seenBy(model.title)} {model.research !== undefined && <b>{t.results.forResearch} </b>}
        {model.limits}{" "}
        <button type="button" className="link" onClick={() => openSettings("models")}>
          {t.results.aboutModels}
        </button>
      </p>
      <IconButton icon={X} size="small" label={t.results.putAway} onClick={() => putAway(model.key)} />
    </aside>
  );
}
