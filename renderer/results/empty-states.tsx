import { CircleSlash, Hourglass, ListFilter, SearchX } from "lucide-react";
import type { FindResult } from "../../contract/moments.ts";
import { reindexFile, steerAll, steerJob, useLibrary } from "../state/library.ts";
import { choose, find, useSearch } from "../state/search.ts";
import { openSettings } from "../state/ui.ts";
import { t } from "../strings/en.ts";
import { duration } from "../time/format.ts";
import { withoutPart } from "../search/without-part.ts";
import { noFilter } from "./filter.ts";
import { Note } from "./note.tsx";
import { Suggestions } from "./suggestions.tsx";

/** Nothing here can answer: what is missing, and the one press that helps. */
export function Cannot({ result }: { readonly result: FindResult }) {
  if (result.needs === "index") return <NotIndexed result={result} />;
  return (
    <Note icon={CircleSlash} title={t.results.cannot} text={result.why}>
      {result.needs === "model" && (
        <button type="button" className="button primary" onClick={() => openSettings("models")}>
          {t.results.seeModels}
        </button>
      )}
      <AskLess result={result} />
      <Suggestions />
    </Note>
  );
}

/** The question without the parts that nothing here can check. */
function AskLess({ result }: { readonly result: FindResult }) {
  const open = result.chips.filter((chip) => !chip.usable);
  const rest = open.reduce<string | undefined>(
    (text, chip) => (text === undefined ? undefined : withoutPart(text, chip.text)),
    result.question,
  );
  // With nothing that can be checked there is nothing to ask.
  if (rest === undefined || open.length === 0 || open.length === result.chips.length) return null;
  return (
    <button type="button" className="button" onClick={() => void find(rest)}>
      {t.results.askOnly(rest)}
    </button>
  );
}

function NotIndexed({ result }: { readonly result: FindResult }) {
  const asked = useSearch((s) => s.asked);
  const paused = useLibrary((s) => s.paused);
  const files = useLibrary((s) => s.files);
  const open = files.filter((f) => (asked.length === 0 || asked.includes(f.id)) && f.searchable < f.duration);
  const done = open.reduce((sum, f) => sum + f.progress, 0) / Math.max(1, open.length);
  const left = open.reduce((sum, f) => sum + (f.secondsLeft ?? 0), 0);
  const stopped = open.filter((f) => f.state === "paused");
  const broken = open.filter((f) => f.state === "failed" || f.state === "cancelled");
  const why = left > 0 ? `${t.results.notIndexed} ${t.library.left(duration(left))}.` : result.why;
  return (
    <Note icon={Hourglass} title={t.results.notYet} text={why}>
      {open.length > 0 && (
        <progress className="bar" max={1} value={done} aria-label={t.library.overall(open.length)} />
      )}
      {paused && (
        <button type="button" className="button primary" onClick={() => steerAll("resume")}>
          {t.library.resumeAll}
        </button>
      )}
      {!paused && stopped.length > 0 && (
        <button
          type="button"
          className="button primary"
          onClick={() => stopped.forEach((f) => steerJob(f.id, "resume"))}
        >
          {t.library.resume}
        </button>
      )}
      {broken.length > 0 && (
        <button
          type="button"
          className="button primary"
          onClick={() => broken.forEach((f) => steerJob(f.id, "retry"))}
        >
          {t.library.retry}
        </button>
      )}
      {open.length === 0 && result.coverage.length > 0 && (
        <button
          type="button"
          className="button primary"
          onClick={() => result.coverage.forEach((c) => reindexFile(c.mediaId))}
        >
          {t.library.reindex}
        </button>
      )}
    </Note>
  );
}

/** Everything that was asked for was looked for: said plainly, with the nearest miss on request. */
export function NothingFound({ result }: { readonly result: FindResult }) {
  const weaker = useSearch((s) => s.weaker);
  const asked = useSearch((s) => s.asked);
  const alike = useSearch((s) => s.alike);
  const several = useLibrary((s) => s.files.length > 1);
  const best = result.weaker[0];
  return (
    <Note
      icon={SearchX}
      title={result.unsure === true ? t.results.unsure : t.results.none}
      text={result.why.replace(/^Not (in this footage|sure)\.\s*/, "") || t.results.noneHint}
    >
      {best && (
        <button
          type="button"
          className="button"
          aria-pressed={weaker}
          onClick={() => {
            useSearch.setState({ weaker: !weaker });
            if (!weaker) choose(best);
          }}
        >
          {weaker ? t.results.hideWeaker : t.results.bestWeak(result.weaker.length)}
        </button>
      )}
      {result.unsure === true && (
        <button type="button" className="button" onClick={() => openSettings("models")}>
          {t.results.seeModels}
        </button>
      )}
      {asked.length === 1 && several && !alike && (
        <button
          type="button"
          className="button"
          onClick={() => {
            useSearch.setState({ scope: "library" });
            void find(result.question);
          }}
        >
          {t.results.askAll}
        </button>
      )}
      <AskLess result={result} />
    </Note>
  );
}

/** Something was found, but the filters let none of it pass. */
export function NothingPasses() {
  return (
    <Note icon={ListFilter} title={t.results.nonePasses} text="">
      <button type="button" className="button" onClick={() => useSearch.setState({ filter: noFilter })}>
        {t.results.clearFilter}
      </button>
    </Note>
  );
}
