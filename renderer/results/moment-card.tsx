import {
  AudioLines,
  Captions,
  ChevronDown,
  ChevronRight,
  Eye,
  FileText,
  Film,
  ListPlus,
  Play,
  ScanText,
  Scissors,
  Star,
  Undo2,
  X,
  type LucideIcon,
} from "lucide-react";
import type { EvidenceSource, Moment } from "../../contract/moments.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { unbroken } from "../parts/unbroken.ts";
import { sendMoments } from "../state/note-making.ts";
import { keyOf, useMarks } from "../state/marks.ts";
import { choose, toggleFold, useSearch } from "../state/search.ts";
import { bulk } from "../state/settings.ts";
import { toggleReject, toggleStar } from "../state/shown.ts";
import { t } from "../strings/en.ts";
import { clock } from "../time/format.ts";
import { useToldRange } from "../time/use-told-range.ts";
import { fileOf } from "../state/library.ts";
import type { Row } from "./fold.ts";
import { bars } from "./order.ts";

const icons: Readonly<Record<EvidenceSource, LucideIcon>> = {
  picture: Eye,
  subtitle: Captions,
  speech: Captions,
  screen: ScanText,
  signal: Film,
  sound: AudioLines,
  shot: Scissors,
  object: Eye,
  file: FileText,
};

interface Props {
  readonly row: Row;
  readonly showFile: boolean;
  /** The one card of the list that Tab goes to. */
  readonly entry: boolean;
}

/** One moment: what it looks like, when it is, how sure, and why; and how many others show the same. */
export function MomentCard({ row, showFile, entry }: Props) {
  const { moment } = row;
  const key = keyOf(moment);
  const chosen = useSearch((s) => s.chosen === key);
  const starred = useMarks((s) => s.starred.has(key));
  const rejected = useMarks((s) => s.rejected.has(key));
  const file = fileOf(moment.mediaId);
  const picture = file?.probe?.video !== undefined;
  const middle = ((moment.start + moment.end) / 2).toFixed(2);
  return (
    <article className={`moment ${chosen ? "chosen" : ""} ${rejected ? "rejected" : ""} ${moment.verdict}`}>
      <button
        type="button"
        className="moment-main"
        aria-current={chosen}
        tabIndex={entry ? 0 : -1}
        onClick={() => choose(moment)}
        onDoubleClick={() => choose(moment, { play: true })}
      >
        <span className="moment-picture">
          {picture ? (
            <img
              src={bulk(`media/${moment.mediaId}/thumb.jpg?t=${middle}&v=${file.stages.thumbnails ?? ""}`)}
              alt=""
              loading="lazy"
            />
          ) : (
            <AudioLines size={20} aria-hidden />
          )}
          <span className="moment-length">{clock(moment.end - moment.start, 1)}</span>
        </span>
        <span className="moment-text">
          <span className="moment-time">
            <Range moment={moment} />
            <Sureness moment={moment} />
          </span>
          {showFile && <span className="moment-file">{moment.file}</span>}
          <span className="reasons">
            {moment.reasons.slice(0, 3).map((reason) => {
              const Icon = icons[reason.source];
              return (
                <span key={`${reason.source} ${reason.text}`} className="reason">
                  <Icon size={12} aria-label={t.sources[reason.source]} />{" "}
                  <span>{unbroken(reason.text)}</span>
                </span>
              );
            })}
          </span>
        </span>
      </button>
      <Same row={row} />
      <span className="moment-tools">
        <IconButton
          icon={Play}
          size="small"
          label={t.actions.playMoment}
          action="playMoment"
          onClick={() => choose(moment, { play: true })}
        />
        <IconButton
          icon={ListPlus}
          size="small"
          label={t.notes.send}
          action="sendMoment"
          onClick={() => {
            const { result } = useSearch.getState();
            sendMoments([moment], result?.question ?? "", result?.model);
          }}
        />
        <IconButton
          icon={Star}
          size="small"
          label={starred ? t.results.unstar : t.results.star}
          action="star"
          pressed={starred}
          tone={starred ? "accent" : "plain"}
          onClick={() => toggleStar(moment)}
        />
        <IconButton
          icon={rejected ? Undo2 : X}
          size="small"
          label={rejected ? t.results.restore : t.results.reject}
          action="reject"
          onClick={() => toggleReject(moment)}
        />
      </span>
    </article>
  );
}

/** Others that show the same pictures: how many, and a way to see them. */
function Same({ row: { moment, behind, same } }: { readonly row: Row }) {
  const first = useSearch((s) => s.result?.moments.find((m) => m.look === moment.look));
  if (same === 0 || moment.look === undefined) return null;
  const folded = behind.length > 0;
  if (!folded && first && keyOf(first) !== keyOf(moment)) return null;
  const files = new Set(behind.map((m) => m.mediaId)).size;
  const { look } = moment;
  return (
    <button
      type="button"
      className="moment-same"
      aria-expanded={!folded}
      title={t.results.sameHint}
      onClick={() => toggleFold(look)}
    >
      {folded ? <ChevronRight size={13} aria-hidden /> : <ChevronDown size={13} aria-hidden />}
      {folded ? t.results.same(same, files) : t.results.foldThese}
    </button>
  );
}

function Range({ moment }: { readonly moment: Moment }) {
  const { mediaId, start, end, startFrame, endFrame } = moment;
  const range = useToldRange(mediaId)(start, end, startFrame, endFrame);
  return <b title={endFrame > startFrame ? t.results.frames(startFrame, endFrame) : undefined}>{range}</b>;
}

function Sureness({ moment }: { readonly moment: Moment }) {
  if (moment.calibrated) return <span className="sure-number">{Math.round(moment.confidence * 100)} %</span>;
  const full = bars(moment.confidence);
  return (
    <span
      className="sureness"
      role="img"
      aria-label={`${t.results.verdicts[moment.verdict]}, ${t.results.sureness(full)}`}
      title={`${t.results.verdicts[moment.verdict]}, ${t.results.sureness(full)}`}
    >
      {[1, 2, 3, 4, 5].map((n) => (
        <i key={n} className={n <= full ? "full" : ""} />
      ))}
    </span>
  );
}
