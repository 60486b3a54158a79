import { CircleSlash, ListPlus, ListVideo, SearchX, Sparkles } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import type { Moment } from "../../contract/moments.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { sendMoments } from "../state/annotations.ts";
import { useLibrary } from "../state/library.ts";
import { playInTurn } from "../state/player.ts";
import { find, keyOf, shownMoments, useSearch } from "../state/search.ts";
import { useSession } from "../state/settings.ts";
import { t } from "../strings/en.ts";
import { FilterBar } from "./filter-bar.tsx";
import { MomentCard } from "./moment-card.tsx";

const suggestions = [
  "the camera pans left",
  "it is dark",
  "a flash",
  "it goes quiet",
  "the picture stands still",
  "something red",
];

/** The moments of the question in hand. */
export function ResultsPanel() {
  const state = useSearch();
  const { result, running, error, weaker, rejected, showRejected, order, chosen } = state;
  const list = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => shownMoments(state), [state]);
  useEffect(() => {
    list.current?.querySelector(".moment.chosen")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);

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
  const weakOnes = new Set(result.weaker.map(keyOf));
  const gone = [...result.moments, ...result.weaker].filter((m) => rejected.has(keyOf(m))).length;
  return (
    <div className={`results ${running ? "stale" : ""}`}>
      {result.moments.length > 0 && (
        <div className="results-head">
          <span aria-live="polite">
            {t.results.count(result.moments.length)} <small>{t.results.took(result.milliseconds)}</small>
          </span>
          <span className="grow" />
          <IconButton
            icon={ListPlus}
            size="small"
            label={t.notes.sendAll}
            onClick={() => sendMoments(shown, result.question, result.model)}
          />
          <IconButton
            icon={ListVideo}
            size="small"
            label={t.results.playAll}
            onClick={() => playInTurn(shown)}
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
      )}
      {!result.answerable && (
        <Note icon={CircleSlash} title={t.results.cannot} text={result.why}>
          <Suggestions />
        </Note>
      )}
      {result.answerable && result.moments.length === 0 && (
        <Note
          icon={SearchX}
          title={result.unsure === true ? t.results.unsure : t.results.none}
          text={result.why.replace(/^Not (in this footage|sure)\.\s*/, "") || t.results.noneHint}
        />
      )}
      {result.answerable && result.moments.length > 0 && result.why && (
        <p className="results-why">{result.why}</p>
      )}
      <FilterBar />
      <Coverage />
      <div ref={list} className="moment-list">
        <Cards moments={shown.filter((m) => !weakOnes.has(keyOf(m)))} />
        {weaker && result.weaker.length > 0 && (
          <>
            <h3 className="list-title">{t.results.weakerTitle}</h3>
            <Cards moments={shown.filter((m) => weakOnes.has(keyOf(m)))} />
          </>
        )}
      </div>
      <MoreToTry />
      <div className="results-foot">
        {result.weaker.length > 0 && (
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

/** Cards, with a heading for each file where there are several. */
function Cards({ moments }: { readonly moments: readonly Moment[] }) {
  const several = new Set(moments.map((m) => m.mediaId)).size > 1;
  const order = useSearch((s) => s.order);
  let last: string | undefined;
  return moments.map((moment) => {
    const head = several && order === "time" && moment.mediaId !== last;
    last = moment.mediaId;
    return (
      <div key={keyOf(moment)}>
        {head && <h3 className="list-title">{moment.file}</h3>}
        <MomentCard moment={moment} showFile={several && order !== "time"} />
      </div>
    );
  });
}

/** How much was looked at, while there is more to come. */
function Coverage() {
  const coverage = useSearch((s) => s.result?.coverage);
  if (!coverage || coverage.length === 0) return null;
  const total = coverage.reduce((sum, c) => sum + c.duration, 0);
  const done = coverage.reduce((sum, c) => sum + Math.min(c.searchable, c.duration), 0);
  if (total === 0 || done >= total - 0.5) return null;
  return (
    <p className="results-why" role="status">
      {done < 0.5 ? t.results.notIndexed : t.results.indexing(Math.round((done / total) * 100))}
    </p>
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

function Suggestions() {
  const hello = useSession((s) => s.hello);
  const selected = useLibrary((s) => s.selected);
  const question = useSearch((s) => s.result?.question);
  const own = hello?.sample && hello.sample.mediaId === selected ? hello.sample.questions : suggestions;
  return (
    <ul className="suggestions" aria-label={t.search.tryThese}>
      {own
        .filter((one) => one !== question)
        .map((one) => (
          <li key={one}>
            <button type="button" className="suggestion" onClick={() => void find(one)}>
              {one}
            </button>
          </li>
        ))}
    </ul>
  );
}

interface NoteProps {
  readonly icon: typeof SearchX;
  readonly title: string;
  readonly text: string;
  readonly children?: React.ReactNode;
}
function Note({ icon: Icon, title, text, children }: NoteProps) {
  return (
    <div className="empty-note">
      <Icon size={26} strokeWidth={1.4} aria-hidden />
      <h3>{title}</h3>
      {text && <p>{text}</p>}
      {children}
    </div>
  );
}
