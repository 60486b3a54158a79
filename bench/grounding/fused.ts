/**
 * What two picture models together find that each alone does not: made-up films of 300 s that show one of eight things for 6 to 20 s,
 * by encoders without weights whose noise is their own; the second one has more of it. How many first
 * answers are right (IoU 0.5), and how often what is there and what is not counts as present. usage: node bench/grounding/fused.ts [FILMS]
 */
import { createContext } from "../../main/engine/context.ts";
import { pictureChannelFor } from "../../main/engine/embed/channel.ts";
import { fuseChannels } from "../../main/engine/embed/fused-channel.ts";
import { peakOf, presenceOf } from "../../main/engine/grounding/presence/presence.ts";
import { queryBank } from "../../main/engine/grounding/presence/query-bank.ts";
import { groundCurve } from "../../main/engine/grounding/spans/ground-curve.ts";
import { intervalIoU } from "../../main/engine/grounding/spans/interval.ts";
import { concepts, pictureVector, stubEncoder, stubWidth } from "../../test/acceptance/stub-encoder.ts";
import { stored } from "../search/clusters.ts";
import { random } from "./train/synthetic.ts";

const films = Number(process.argv[2] ?? 200);
const seconds = 300;
const ctx = createContext();
const bank = { texts: queryBank, peakOf };
const models = [
  { title: "first", sigma: 5, seed: 1 },
  { title: "second", sigma: 6, seed: 2 },
] as const;
const next = random(11);

interface View {
  curveFor(text: string): Promise<Float32Array>;
  bankFor(text: string): Promise<readonly number[]>;
}
const counts = new Map<string, { right: number; present: number; absent: number }>();

for (let film = 0; film < films; film++) {
  const [shown, other] = [concepts[film % 8] ?? "fox", concepts[(film + 3) % 8] ?? "kite"];
  const length = 6 + Math.floor(15 * next());
  const start = Math.floor((seconds - length) * next());
  const parts = await Promise.all(
    models.map(async ({ title, sigma, seed }) => {
      const vectors = new Float32Array(seconds * stubWidth);
      for (let t = 0; t < seconds; t++) {
        const there = t >= start && t < start + length ? [shown] : [];
        vectors.set(pictureVector(there, sigma, film * 100_003 + t * 17 + seed * 7_000_003), t * stubWidth);
      }
      const encoder = { ...stubEncoder(), id: title };
      const kept = stored(vectors, stubWidth, { id: title, revision: encoder.revision });
      return { title, channel: await pictureChannelFor(ctx, encoder, kept, { bank }) };
    }),
  );
  const views = new Map<string, View>(
    parts.map(({ title, channel }) => [
      title,
      { curveFor: (text) => channel.curveFor(text), bankFor: () => Promise.resolve(channel.bank ?? []) },
    ]),
  );
  views.set("both", fuseChannels(ctx, parts, { bank, keep: (_, make) => make() }));
  for (const [name, view] of views) {
    const count = counts.get(name) ?? { right: 0, present: 0, absent: 0 };
    counts.set(name, count);
    const curve = await view.curveFor(`a ${shown}`);
    const [first] = groundCurve(curve, { order: "learned" });
    if (first && intervalIoU(first, { start, end: start + length }) >= 0.5) count.right++;
    const peaks = Float64Array.from(await view.bankFor(shown));
    if (presenceOf(peakOf(curve), peaks).p <= 0.1) count.present++;
    if (presenceOf(peakOf(await view.curveFor(`a ${other}`)), peaks).p <= 0.1) count.absent++;
  }
}
const share = (count: number): string => `${((100 * count) / films).toFixed(1)} %`.padStart(7);
console.log(`${films} films${" ".repeat(8)}right first  present at p <= 0.1  absent at p <= 0.1`);
for (const [name, { right, present, absent }] of counts)
  console.log(name.padEnd(16), share(right), share(present).padStart(14), share(absent).padStart(18));
