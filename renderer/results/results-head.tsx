import { Layers, ListPlus, ListVideo } from "lucide-react";
import { IconButton } from "../parts/icon-button.tsx";
import { sendMoments } from "../state/note-making.ts";
import { playInTurn } from "../state/player.ts";
import { setFolds, useSearch } from "../state/search.ts";
import { shownMoments } from "../state/shown.ts";
import { t } from "../strings/en.ts";
import type { Row } from "./fold.ts";

/** How many there are, and what can be done with all that are on show. */
export function ResultsHead({ found, all }: { readonly found: readonly Row[]; readonly all: number }) {
  const result = useSearch((s) => s.result);
  const order = useSearch((s) => s.order);
  const folds = useSearch((s) => s.folds);
  const foldable = useSearch((s) => {
    const looks = s.result?.moments.flatMap((m) => m.look ?? []) ?? [];
    return new Set(looks).size < looks.length;
  });
  const shown = found.reduce((sum, row) => sum + 1 + row.behind.length, 0);
  return (
    <div className="results-head">
      <span aria-live="polite" title={t.results.foundIn(t.results.took(result?.milliseconds ?? 0))}>
        {shown === all ? t.results.count(all) : t.results.countOf(shown, all)}
      </span>
      <span className="grow" />
      {foldable && (
        <IconButton
          icon={Layers}
          size="small"
          label={folds ? t.results.unfoldAll : t.results.foldAll}
          pressed={folds}
          onClick={() => setFolds(!folds)}
        />
      )}
      <IconButton
        icon={ListPlus}
        size="small"
        label={t.notes.sendAll}
        onClick={() => sendMoments(shownMoments(), result?.question ?? "", result?.model)}
      />
      <IconButton
        icon={ListVideo}
        size="small"
        label={t.results.playAll}
        onClick={() => playInTurn(shownMoments())}
      />
      <select
        className="select small"
        aria-label={t.results.sort}
        value={order}
        onChange={(e) => useSearch.setState({ order: e.target.value === "time" ? "time" : "sure" })}
      >
        <option value="sure">{t.results.bySure}</option>
        <option value="time">{t.results.byTime}</option>
      </select>
    </div>
  );
}
