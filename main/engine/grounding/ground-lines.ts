import { FootnoteError } from "../../../contract/errors.ts";
import { breathe, type Context } from "../context.ts";
import { groundCurve } from "./spans/ground-curve.ts";
import { scaleToUnit } from "./spans/normalise.ts";
import { gaussianSmooth } from "./spans/smooth.ts";

/** One line of curves: a value per `clip_seconds` of a video of `duration` seconds. */
export interface CurveLine {
  readonly qid: number | string;
  readonly query: string;
  readonly vid: string;
  readonly curve: readonly number[];
  readonly clip_seconds: number;
  readonly duration: number;
}

/** One line of a QVHighlights submission; windows are [start, end, score] in seconds, best first. */
export interface SubmissionLine {
  readonly qid: number | string;
  readonly query: string;
  readonly vid: string;
  readonly pred_relevant_windows: [number, number, number][];
  readonly pred_saliency_scores: number[];
}

/** Reads one parsed line; throws bad-arguments with its number when a field is missing or wrong. */
export function readCurveLine(value: unknown, number: number): CurveLine {
  const row = (typeof value === "object" && value !== null ? value : {}) as Partial<
    Record<keyof CurveLine, unknown>
  >;
  const { qid, query, vid, curve, clip_seconds: clip, duration } = row;
  const wrong = (what: string): FootnoteError =>
    new FootnoteError("bad-arguments", `line ${number}: ${what}`, {
      hint: "Each line is {qid, query, vid, curve, clip_seconds, duration}.",
    });
  if (typeof qid !== "number" && typeof qid !== "string") throw wrong("qid is missing");
  if (!Array.isArray(curve) || !curve.every((v) => typeof v === "number"))
    throw wrong("curve is not a list of numbers");
  if (typeof clip !== "number" || !(clip > 0)) throw wrong("clip_seconds is not a positive number");
  const length = duration === undefined ? curve.length * clip : duration;
  if (typeof length !== "number" || !(length > 0)) throw wrong("duration is not a positive number");
  return {
    qid,
    query: typeof query === "string" ? query : "",
    vid: typeof vid === "string" ? vid : "",
    curve,
    clip_seconds: clip,
    duration: length,
  };
}

const round = (value: number): number => Number(value.toFixed(4));

/** One score per whole 2-s clip: the smoothed curve averaged over what of it lies in the clip. */
function saliency({ curve, clip_seconds: step, duration }: CurveLine): number[] {
  const smooth = gaussianSmooth(scaleToUnit(curve), 0.7);
  return Array.from({ length: Math.floor(duration / 2) }, (_, i) => {
    let sum = 0;
    let weight = 0;
    for (
      let t = Math.floor((2 * i) / step);
      t < Math.min(smooth.length, Math.ceil((2 * i + 2) / step));
      t++
    ) {
      const share = Math.min(2 * i + 2, (t + 1) * step) - Math.max(2 * i, t * step);
      sum += share * (smooth[t] ?? 0);
      weight += share;
    }
    return weight > 0 ? round(sum / weight) : 0;
  });
}

/** Grounds one line. */
export function groundLine(line: CurveLine): SubmissionLine {
  const seconds = (clip: number): number => round(Math.min(line.duration, clip * line.clip_seconds));
  return {
    qid: line.qid,
    query: line.query,
    vid: line.vid,
    pred_relevant_windows: groundCurve(line.curve, { order: "learned" })
      .map((i): [number, number, number] => [seconds(i.start), seconds(i.end), round(i.score)])
      .filter(([start, end]) => end > start),
    pred_saliency_scores: saliency(line),
  };
}

/** Curves in, submission lines out, in order; tells its progress and stops on an abort. */
export async function groundLines(ctx: Context, lines: readonly CurveLine[]): Promise<SubmissionLine[]> {
  const out: SubmissionLine[] = [];
  for (const line of lines) {
    if (out.length % 64 === 0) await breathe(ctx);
    out.push(groundLine(line));
  }
  return out;
}
