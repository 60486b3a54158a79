/**
 * The words channel end to end on real captions: text curves, decoder, metrics. Nothing is fitted on annotations.
 * usage: node bench/grounding/captions.ts [MATERIAL]
 */
import { halfOf } from "./halves.ts";
import { evaluateQvhighlights } from "../../main/engine/evaluation/qvhighlights.ts";
import { paraphrases } from "../../main/engine/grounding/questions/paraphrases.ts";
import { groundCurve } from "../../main/engine/grounding/spans/ground-curve.ts";
import { fitLatentSpace } from "../../main/engine/words/text-search/latent.ts";
import {
  prepareTexts,
  textCurve,
  type PreparedTexts,
  type TextCurveOptions,
  type TextModel,
} from "../../main/engine/words/text-search/text-curve.ts";
import { buildTextIndex, tfIdf } from "../../main/engine/words/text-search/text-index.ts";
import { readMoments } from "./material.ts";

interface Query {
  qid: number;
  query: string;
  vid: string;
  duration: number;
  relevant_windows: [number, number][];
}
const queries = readMoments<Query>("qvh_curves_dev.jsonl");
const captions = readMoments<{ vid: string; captions: string[] }>("qvh_captions_dev.jsonl");
const texts = captions.flatMap((c) => c.captions);

const index = buildTextIndex(texts, 2);
const started = performance.now();
const space = fitLatentSpace(
  index,
  texts.map((t) => tfIdf(index, t)),
  200,
);
console.log(
  `${texts.length} captions, ${index.terms.size} terms; latent space in ${((performance.now() - started) / 1000).toFixed(1)} s`,
);

/** Curves of a question and of other ways to say it, averaged. */
function ensemble(model: TextModel, prepared: PreparedTexts, query: string, options: TextCurveOptions) {
  const curves = [query, ...paraphrases(query.replace(/\.$/, ""))].map((said) =>
    textCurve(model, prepared, said, options),
  );
  return Float64Array.from(
    curves[0] ?? [],
    (_, i) => curves.reduce((sum, c) => sum + (c[i] ?? 0), 0) / curves.length,
  );
}

function measure(
  model: TextModel,
  options: TextCurveOptions,
  similar: boolean,
  more: { readonly order?: "learned"; readonly said?: true } = {},
  asked: readonly Query[] = queries,
): string {
  const prepared = new Map(captions.map((c) => [c.vid, prepareTexts(model, c.captions)]));
  const truth = asked.map((q) => ({
    qid: String(q.qid),
    duration: q.duration,
    windows: q.relevant_windows.map(([start, end]) => ({ start, end })),
  }));
  const predictions = asked.map((q) => {
    const p = prepared.get(q.vid);
    if (!p) throw new Error(`no captions for ${q.vid}`);
    const curve = more.said ? ensemble(model, p, q.query, options) : textCurve(model, p, q.query, options);
    const found = groundCurve(curve, {
      ...(similar && p.latent ? { embeddings: p.latent } : {}),
      ...(more.order ? { order: more.order } : {}),
    });
    return {
      qid: String(q.qid),
      windows: found.map((i) => ({ start: 2 * i.start, end: 2 * i.end, score: i.score })),
    };
  });
  const { brief } = evaluateQvhighlights(truth, predictions);
  const b = brief as Record<string, number>;
  return ["MR-full-mAP", "MR-full-R1@0.5", "MR-full-R1@0.7"]
    .map((k) => (b[k] ?? 0).toFixed(2).padStart(7))
    .join("");
}

const words = { index };
const full = { index, space };
const none = { feedback: 0, synonym: 0 };
const rows: [string, TextModel, TextCurveOptions, boolean][] = [
  ["TF-IDF", words, { ...none, tfIdf: 1, bm25: 0 }, false],
  ["BM25", words, { ...none, tfIdf: 0, bm25: 1 }, false],
  ["BM25 + synonyms", words, { feedback: 0, tfIdf: 0, bm25: 1 }, false],
  ["TF-IDF + BM25 + synonyms + feedback", words, {}, false],
  ["latent 200 alone", full, { ...none, tfIdf: 0, bm25: 0 }, false],
  ["all three", full, none, false],
  ["all three, self-similar smoothing", full, none, true],
  ["... + synonyms", full, { feedback: 0 }, true],
  ["... + feedback", full, { synonym: 0 }, true],
  ["as shipped (all)", full, {}, true],
];
console.log("                                          mAP   R1@.5  R1@.7");
for (const [name, model, options, similar] of rows)
  console.log(name.padEnd(38), measure(model, options, similar));
console.log("as shipped, with paraphrases".padEnd(38), measure(full, {}, true, { said: true }));
// The learned scorer was fitted on the moments of the other half, with other curves.
const kept = queries.filter(({ vid }) => halfOf(vid) === 1);
console.log(`${kept.length} queries that it was not fitted on`);
console.log("as shipped".padEnd(38), measure(full, {}, true, {}, kept));
console.log("as shipped, learned list".padEnd(38), measure(full, {}, true, { order: "learned" }, kept));
const both = { order: "learned", said: true } as const;
console.log("learned list, with paraphrases".padEnd(38), measure(full, {}, true, both, kept));
