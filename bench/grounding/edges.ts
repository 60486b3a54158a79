/**
 * How far the ends of moments are from the truth, step by step: rendered films of things that appear at any tenth of a second, at a
 * cut in six of ten cases, with cuts elsewhere too, through decoder, an encoder without weights that looks once a second, and
 * grounding. usage: node bench/grounding/edges.ts [FILMS]
 */
import { createContext } from "../../main/engine/context.ts";
import { createCloseSight } from "../../main/engine/engine/close-sight.ts";
import { answerQuestion } from "../../main/engine/grounding/answer/answer.ts";
import type { FileData } from "../../main/engine/grounding/answer/file-data.ts";
import { buildFrameTable } from "../../main/engine/media/build-frame-table.ts";
import { probeFile } from "../../main/engine/media/probe.ts";
import { rendered, watched, type Shown } from "../../test/acceptance/rendered-film.ts";
import { concepts, stubEncoder } from "../../test/acceptance/stub-encoder.ts";
import { random } from "./train/synthetic.ts";

const films = Number(process.argv[2] ?? 6);
const seconds = 80;
const next = random(5);
const tenth = (value: number): number => Math.round(value * 10) / 10;

function script(): { shown: Shown[]; cuts: number[] } {
  const shown: Shown[] = [];
  const cuts: number[] = [];
  let at = 3;
  for (const concept of concepts) {
    const start = tenth(at + 1 + 3 * next());
    const end = tenth(start + 4 + 4 * next());
    if (end > seconds - 2) break;
    shown.push([concept, start, end]);
    // Ends that are no cut are the harder ones.
    for (const edge of [start, end]) if (next() < 0.6) cuts.push(edge);
    if (next() < 0.5) cuts.push(tenth((start + end) / 2));
    at = end;
  }
  return { shown, cuts: cuts.sort((a, b) => a - b) };
}

/** Turns the picture brighter from every second cut to the next. */
function scenes(cuts: readonly number[]): string {
  const spans: string[] = [];
  for (let i = 0; i < cuts.length; i += 2)
    spans.push(`gte(t,${cuts[i] ?? 0})*lt(t,${cuts[i + 1] ?? seconds})`);
  return `lutyuv=y='clip(val*1.9,16,235)':enable='${spans.join("+")}'`;
}

const found = (of: FileData, concept: string, start: number, end: number) =>
  answerQuestion(createContext(), `a ${concept}`, [of]).then(({ moments }) =>
    moments.find((moment) => moment.start < end && moment.end > start),
  );
const errors = new Map<string, number[]>();
const note = (name: string, value: number): void =>
  void errors.set(name, [...(errors.get(name) ?? []), Math.abs(value)]);
let missed = 0;
/** What it costs to look again: pictures that the encoder saw, and seconds. */
const cost = { pictures: 0, seconds: 0, moments: 0 };
const ctx = createContext();
/** `closer`: four times a second around the ends of what was found, as a question does it. */
const looks = [
  { name: "once a second", hop: 1, closer: false },
  { name: "then closer", hop: 1, closer: true },
  { name: "four times a second", hop: 0.25, closer: false },
];
for (let n = 0; n < films; n++) {
  const { shown, cuts } = script();
  const path = await rendered(shown, seconds, scenes(cuts));
  const probe = await probeFile(ctx, path);
  const table = await buildFrameTable(ctx, path, probe);
  for (const { name, hop, closer } of looks) {
    const encoder = stubEncoder(0.6, hop);
    const file = await watched(encoder, path);
    const sight = createCloseSight({
      encoderOf: () => ({
        ...encoder,
        embedWindows: (inner, frames) => {
          cost.pictures += frames.length / (encoder.frameSize.width * encoder.frameSize.height * 3);
          return encoder.embedWindows(inner, frames);
        },
      }),
      source: () => Promise.resolve({ path, probe, table }),
      beforeLook: () => {},
    });
    const look = async (of: FileData, concept: string, start: number, end: number) => {
      const first = await found(of, concept, start, end);
      if (!first || !closer) return first;
      const [began, before] = [performance.now(), cost.pictures];
      const { sights } = await sight.look(ctx, [first]);
      cost.seconds += (performance.now() - began) / 1000;
      // The second look at the same ends costs nothing.
      if (cost.pictures > before) cost.moments++;
      return await found(sight.applied(ctx, of, sights), concept, start, end);
    };
    const { shots: _, ...rest } = file;
    for (const [concept, start, end] of shown) {
      const [decoded, snapped] = [
        await look(rest, concept, start, end),
        await look(file, concept, start, end),
      ];
      if (!decoded || !snapped) {
        missed++;
        continue;
      }
      for (const [before, after, truth] of [
        [decoded.start, snapped.start, start],
        [decoded.end, snapped.end, end],
      ] as const) {
        note(`${name}, as decoded`, before - truth);
        note(`${name}, then to cuts`, after - truth);
      }
    }
  }
}
const line = (name: string, values: readonly number[]): void => {
  const sorted = values.toSorted((a, b) => a - b);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const exact = (100 * values.filter((value) => value <= 0.051).length) / values.length;
  console.log(
    name.padEnd(34),
    `mean ${mean.toFixed(3)} s  median ${(sorted[sorted.length >> 1] ?? 0).toFixed(2)} s  within half a frame ${exact.toFixed(0)} %  (${values.length} ends)`,
  );
};
for (const [name, values] of errors) line(name, values);
console.log(`${missed} moments not found`);
const each = (value: number): string => (value / Math.max(1, cost.moments)).toFixed(1);
console.log(
  `looking closer: ${each(cost.pictures)} pictures and ${each(cost.seconds)} s a moment, decoding included`,
);
