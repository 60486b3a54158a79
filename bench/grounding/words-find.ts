/**
 * The words channel as a question meets it: captions as the cues of a film, through the evidence of the product. Where the moments
 * are, and how many absent things are shown. Nothing is fitted on annotations. usage: node bench/grounding/words-find.ts [MATERIAL]
 */
import { MediaId } from "../../contract/ids.ts";
import type { FileData } from "../../main/engine/grounding/answer/file-data.ts";
import { evaluateQvhighlights } from "../../main/engine/evaluation/qvhighlights.ts";
import { readerOf } from "../../main/engine/grounding/evidence/reader.ts";
import { wordEvidence } from "../../main/engine/grounding/evidence/words.ts";
import type { Hit } from "../../main/engine/grounding/evidence/hit.ts";
import { readMoments } from "./material.ts";

interface Query {
  qid: number;
  query: string;
  vid: string;
  duration: number;
  relevant_windows: [number, number][];
}
const present = readMoments<Query>("qvh_curves_dev.jsonl");
const absent = readMoments<{ query: string; vid: string }>("qvh_absent_dev.jsonl");

/** A film whose subtitles are captions of 2 s each. */
const films = new Map(
  readMoments<{ vid: string; captions: string[] }>("qvh_captions_dev.jsonl").map(({ vid, captions }, n) => {
    const duration = 2 * captions.length;
    const file: FileData = {
      mediaId: MediaId.parse(`m_film${String(n).padStart(6, "0")}`),
      file: vid,
      duration,
      searchable: duration,
      timeBase: { num: 1, den: 1000 },
      frameCount: 0,
      frameAt: () => 0,
      ptsOf: () => 0,
      timeOf: () => 0,
      cues: captions.map((text, i) => ({ start: 2 * i, end: 2 * i + 2, text, source: "subtitle" })),
    };
    return [vid, file] as const;
  }),
);

async function hitsOf(vid: string, query: string): Promise<Hit[]> {
  const file = films.get(vid);
  if (!file) return [];
  const phrase = query.replace(/\.$/, "");
  const found = await wordEvidence(
    { op: "words", phrase, exact: false, place: "anywhere", from: 0, to: phrase.length },
    readerOf(file),
  );
  return "unusable" in found ? [] : found.hits.toSorted((a, b) => b.score - a.score);
}

const began = performance.now();
const truth = [];
const predictions = [];
const scores = { present: [] as number[], absent: [] as number[] };
for (const q of present) {
  const hits = await hitsOf(q.vid, q.query);
  scores.present.push(hits[0]?.score ?? 0);
  truth.push({
    qid: String(q.qid),
    duration: q.duration,
    windows: q.relevant_windows.map(([start, end]) => ({ start, end })),
  });
  predictions.push({
    qid: String(q.qid),
    windows: hits.slice(0, 10).map(({ start, end, score }) => ({ start, end, score })),
  });
}
for (const q of absent) scores.absent.push((await hitsOf(q.vid, q.query))[0]?.score ?? 0);
const { brief } = evaluateQvhighlights(
  truth,
  predictions.map((p) => (p.windows.length > 0 ? p : { ...p, windows: [{ start: 0, end: 0.01, score: 0 }] })),
);
const b = brief as Record<string, number>;
console.log(
  `${present.length} questions: mAP ${b["MR-full-mAP"]}  R1@0.5 ${b["MR-full-R1@0.5"]}  R1@0.7 ${b["MR-full-R1@0.7"]}`,
);
const share = (list: readonly number[], least: number): string =>
  `${((100 * list.filter((score) => score > 0 && score >= least).length) / list.length).toFixed(1)} %`;
for (const [name, least] of [
  ["anything", 0],
  ["possible", 0.35],
  ["found", 0.6],
] as const)
  console.log(
    `${name.padEnd(9)} shown: ${share(scores.present, least)} of present, ${share(scores.absent, least)} of absent`,
  );
console.log(`${((performance.now() - began) / (present.length + absent.length)).toFixed(1)} ms a question`);
