import { CircleSlash, Sparkles } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { useLibrary } from "../state/library.ts";
import { keyOf, useMarks } from "../state/marks.ts";
import { useSearch } from "../state/search.ts";
import { useSession } from "../state/settings.ts";
import { rowsOf } from "../state/shown.ts";
import { openSettings } from "../state/ui.ts";
import { t } from "../strings/en.ts";
import { Cannot, NothingFound, NothingPasses } from "./empty-states.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { isFiltering } from "./filter.ts";
import type { Row } from "./fold.ts";
import { HowFar } from "./how-far.tsx";
import { ModelNote } from "./model-note.tsx";
import { MomentList } from "./moment-list.tsx";
import { Note } from "./note.tsx";
import { ResultsHead } from "./results-head.tsx";
import { ScopeNote } from "./scope-note.tsx";
import { Suggestions } from "./suggestions.tsx";

/** The moments of the question in hand. */
export function ResultsPanel() {
  const state = useSearch();
  const marks = useMarks();
  const files = useLibrary((s) => s.files);
  const { result, running, error } = state;
  const { found, weak } = useMemo(() => rowsOf(state, marks, files), [state, marks, files]);

  if (error)
    return (
      <Note
        icon={CircleSlash}
        title={error.message}
        text={error.code === "model-missing" ? "" : (error.hint ?? "")}
      >
        {error.code === "model-missing" && (
          <button type="button" className="button primary" onClick={() => openSettings("models")}>
            {t.results.seeModels}
          </button>
        )}
        <Suggestions />
      </Note>
    );
  if (running && !result) return <div className="results-wait" role="status" aria-label={t.chat.thinking} />;
  if (!result)
    return (
      <Note icon={Sparkles} title={t.results.intro} text={t.results.introHint}>
        <Suggestions />
      </Note>
    );
  return <Answer found={found} weak={weak} />;
}

/** What an answer to the question looks like; begins at its top with every question. */
function Answer({ found, weak }: { readonly found: readonly Row[]; readonly weak: readonly Row[] }) {
  const { result, running, weaker, showRejected, filter } = useSearch();
  const marks = useMarks();
  const panel = useRef<HTMLDivElement>(null);
  const question = result?.question;
  useEffect(() => {
    if (panel.current) panel.current.scrollTop = 0;
  }, [question]);
  if (!result) return null;
  const gone = [...result.moments, ...result.weaker].filter((m) => marks.rejected.has(keyOf(m))).length;
  const any = result.moments.length > 0;
  return (
    <div ref={panel} className={`results ${running ? "stale" : ""}`}>
      {running && <div className="results-wait" role="status" aria-label={t.chat.thinking} />}
      {any && <ResultsHead found={found} all={result.moments.length - (showRejected ? 0 : gone)} />}
      <ScopeNote />
      <ModelNote result={result} />
      {!result.answerable && <Cannot result={result} />}
      {result.answerable && !any && <NothingFound result={result} />}
      {result.answerable && any && <HowFar />}
      <FilterBar />
      {any && found.length === 0 && isFiltering(filter) && <NothingPasses />}
      <MomentList found={found} weak={weak} />
      <MoreToTry />
      <div className="results-foot">
        {any && result.weaker.length > 0 && (
          <button
            type="button"
            className="button small"
            onClick={() => useSearch.setState({ weaker: !weaker })}
          >
            {weaker ? t.results.hideWeaker : t.results.weaker(result.weaker.length)}
          </button>
        )}
        {gone > 0 && (
          <button
            type="button"
            className="button small"
            aria-pressed={showRejected}
            onClick={() => useSearch.setState({ showRejected: !showRejected })}
          >
            {t.results.rejected(gone)}
          </button>
        )}
      </div>
    </div>
  );
}

/** Beside the sample's first answer: what else there is to ask of it. */
function MoreToTry() {
  const sample = useSession((s) => s.hello?.sample);
  const selected = useLibrary((s) => s.selected);
  const question = useSearch((s) => s.result?.question);
  if (!sample || sample.mediaId !== selected || !sample.questions.includes(question ?? "")) return null;
  return (
    <section className="more">
      <h3>{t.search.sampleHint}</h3>
      <Suggestions />
    </section>
  );
}
