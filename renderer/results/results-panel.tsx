import { CircleSlash, Sparkles } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { useLibrary } from "../state/library.ts";
import { keyOf, useMarks } from "../state/marks.ts";
import { useSearch } from "../state/search.ts";
import { useSession } from "../state/settings.ts";
import { rowsOf } from "../state/shown.ts";
import { t } from "../strings/en.ts";
import { Cannot, NothingFound, NothingPasses } from "./empty-states.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { isFiltering } from "./filter.ts";
import type { Row } from "./fold.ts";
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
      <Note icon={CircleSlash} title={error.message} text={error.hint ?? ""}>
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
      {!result.answerable && <Cannot result={result} />}
      {result.answerable && !any && <NothingFound result={result} />}
      {result.answerable && any && result.why && <p className="results-why">{result.why}</p>}
      <FilterBar />
      <Coverage />
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

/** How much was looked at, while there is more to come. */
function Coverage() {
  const coverage = useSearch((s) => s.result?.coverage);
  const answerable = useSearch((s) => s.result?.answerable);
  if (!coverage || coverage.length === 0 || !answerable) return null;
  const total = coverage.reduce((sum, c) => sum + c.duration, 0);
  const done = coverage.reduce((sum, c) => sum + Math.min(c.searchable, c.duration), 0);
  if (total === 0 || done >= total - 0.5) return null;
  const share = Math.round((done / total) * 100);
  return (
    <div className="results-why" role="status">
      {done < 0.5 ? t.results.notIndexed : t.results.indexing(share)}
      <progress className="bar" max={total} value={done} aria-label={t.results.indexing(share)} />
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
