/**
 * "Not in this footage": questions about what a video shows and does not show, over captions, no network.
 * usage: node bench/grounding/absent.ts [MATERIAL]
 */
import { bankPeaks, peakOf, presenceOf } from "../../main/engine/grounding/presence/presence.ts";
import { queryBank } from "../../main/engine/grounding/presence/query-bank.ts";
import { fitLatentSpace } from "../../main/engine/words/text-search/latent.ts";
import {
  prepareTexts,
  textCurve,
  type TextCurveOptions,
  type TextModel,
} from "../../main/engine/words/text-search/text-curve.ts";
import { buildTextIndex, tfIdf } from "../../main/engine/words/text-search/text-index.ts";
import { readMoments } from "./material.ts";

const captions = readMoments<{ vid: string; captions: string[] }>("qvh_captions_dev.jsonl");
const present = readMoments<{ query: string; vid: string }>("qvh_curves_dev.jsonl");
const absent = readMoments<{ query: string; vid: string }>("qvh_absent_dev.jsonl");
const texts = captions.flatMap((c) => c.captions);
const index = buildTextIndex(texts, 2);
const space = fitLatentSpace(
  index,
  texts.map((t) => tfIdf(index, t)),
  200,
);

function measure(name: string, model: TextModel, options: TextCurveOptions): void {
  const files = new Map(
    captions.map(({ vid, captions: lines }) => {
      const prepared = prepareTexts(model, lines);
      return [
        vid,
        { prepared, bank: bankPeaks(queryBank, (q) => textCurve(model, prepared, q, options)) },
      ] as const;
    }),
  );
  const missing = [...present, ...absent].filter((r) => !files.has(r.vid)).length;
  const judge = (rows: readonly { query: string; vid: string }[]) =>
    rows.flatMap((r) => {
      const file = files.get(r.vid);
      if (!file) return [];
      return [presenceOf(peakOf(textCurve(model, file.prepared, r.query, options)), file.bank)];
    });
  const [yes, no] = [judge(present), judge(absent)];
  const auroc =
    yes.reduce((sum, a) => sum + no.reduce((s, b) => s + (a.z > b.z ? 1 : a.z === b.z ? 0.5 : 0), 0), 0) /
    (yes.length * no.length);
  const share = (list: readonly { p: number }[], p: number): string =>
    ((100 * list.filter((x) => x.p <= p).length) / list.length).toFixed(1).padStart(5);
  const cells = [0.05, 0.1, 0.2].map((p) => `${share(yes, p)} /${share(no, p)}`).join("   ");
  console.log(
    name.padEnd(26),
    cells,
    ` AUROC ${auroc.toFixed(3)}  (${yes.length} present, ${no.length} absent, ${missing} without captions)`,
  );
}
console.log(`bank of ${queryBank.length}`.padEnd(26), "p<=.05 kept/shown  p<=.10        p<=.20");
const plain = { feedback: 0 };
measure("words only", { index }, plain);
measure("latent only", { index, space }, { ...plain, tfIdf: 0, bm25: 0 });
measure("as shipped, no feedback", { index, space }, plain);
measure("... and no synonyms", { index, space }, { ...plain, synonym: 0 });
