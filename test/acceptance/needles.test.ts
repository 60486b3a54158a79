import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { MediaId } from "../../contract/ids.ts";
import { createContext } from "../../main/engine/context.ts";
import { similarityCurve } from "../../main/engine/embed/curve.ts";
import { Rows } from "../../main/engine/embed/rows.ts";
import type { StoredVectors } from "../../main/engine/embed/vectors.ts";
import { groundCurve } from "../../main/engine/grounding/spans/ground-curve.ts";
import { displaySet } from "../../main/engine/grounding/spans/display.ts";
import { openVectorSearch } from "../../main/engine/search/vector-search.ts";
import { concepts, pictureVector, scaledToOne, stubWidth, textVector } from "./stub-encoder.ts";

const folder = mkdtempSync(join(tmpdir(), "footnote-needles-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const idOf = (n: number): MediaId => MediaId.parse(`m_hay${String(n).padStart(6, "0")}`);

type Needles = readonly (readonly [at: number, length: number, ...shown: string[]])[];

/** A film of pictures of nothing in particular, one a second, with things in it at known seconds; as floats. */
function hay(seconds: number, needles: Needles, seed: number): Float32Array[] {
  return Array.from({ length: seconds }, (_, t) => {
    const here = needles
      .filter(([at, length]) => t >= at && t < at + length)
      .flatMap(([, , ...shown]) => shown);
    // A scene of its own for every 20 s, as films have, so that the hay is not all alike.
    return pictureVector(
      [`scene ${seed} ${Math.floor(t / 20)}`, ...here, ...here],
      0.7,
      seed * 1_000_003 + t,
    );
  });
}
function kept(vectors: readonly Float32Array[]): StoredVectors {
  const rows = new Rows(stubWidth);
  for (const vector of vectors) rows.set(rows.reserve(), vector);
  const vectorOf = Uint32Array.from(vectors, (_, i) => i);
  return {
    model: { id: "stub", revision: "1" },
    width: stubWidth,
    step: 1,
    duration: vectors.length,
    rates: [{ seconds: 1, hop: 1, weight: 1, vectorOf, ...rows.first(vectors.length) }],
  };
}
function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
const argmax = (values: ArrayLike<number>): number => {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] ?? 0) > (values[best] ?? 0)) best = i;
  return best;
};
const depths = Array.from({ length: 11 }, (_, i) => i / 10);
const lengths = [100, 1000, 10_000];
const placeOf = (length: number, depth: number): number => Math.min(length - 1, Math.floor(depth * length));

describe("a needle of one second", () => {
  it.each(lengths)(
    "is the highest value of the curve at every depth of %i s, in floats and as it is kept",
    (length) => {
      const query = textVector("a violin");
      const plain = hay(length, [], 1);
      for (const depth of depths) {
        const at = placeOf(length, depth);
        const vectors = [...plain];
        vectors[at] = hay(1, [[0, 1, "violin"]], 2 + at)[0] ?? new Float32Array(stubWidth);
        expect(argmax(vectors.map((v) => dot(v, query)))).toBe(at);
        expect(argmax(similarityCurve(kept(vectors), query))).toBe(at);
      }
    },
  );

  it("is the first answer of the decoder, short or long the film", () => {
    for (const length of lengths)
      for (const depth of [0, 0.3, 0.7, 1]) {
        const at = Math.min(length - 4, placeOf(length, depth));
        const curve = similarityCurve(kept(hay(length, [[at, 4, "kite"]], length)), textVector("a kite"));
        const [first] = groundCurve(curve, { order: "learned" });
        // Four seconds among up to ten thousand: both ends within two seconds.
        expect(Math.abs((first?.start ?? -9) - at)).toBeLessThanOrEqual(2);
        expect(Math.abs((first?.end ?? -9) - at - 4)).toBeLessThanOrEqual(2);
      }
  });
});

describe("needles in a library", () => {
  it("are found in the right film at the right second, at whatever level memory allows", async () => {
    const space = { model: { id: "stub", revision: "1" }, key: "float/v1", width: stubWidth };
    const films = 24;
    const search = await openVectorSearch(join(folder, "library"), space, { threads: 0 });
    const truth: { film: number; at: number; concept: string }[] = [];
    for (let film = 0; film < films; film++) {
      const concept = film < concepts.length ? concepts[film] : undefined;
      const at = 37 * (film + 1);
      await search.add(idOf(film), kept(hay(1000, concept ? [[at, 6, concept]] : [], film + 100)));
      if (concept) truth.push({ film, at, concept });
    }
    for (const { film, at, concept } of truth) {
      const { rows, files } = await search.search(createContext(), textVector(`a ${concept}`));
      expect(rows[0]?.media).toBe(idOf(film));
      expect(rows[0]?.start).toBeGreaterThanOrEqual(at);
      expect(rows[0]?.end).toBeLessThanOrEqual(at + 6);
      expect(files[0]?.media).toBe(idOf(film));
    }
    await search.close();
    // Too little memory for every second: means of 64 s hide six, the film's key events do not.
    const coarse = await openVectorSearch(join(folder, "library"), space, { threads: 0, memory: 20_000 });
    expect(coarse.state().level).not.toBe("finest");
    let hits = 0;
    for (const { film, concept } of truth) {
      const { files } = await coarse.search(createContext(), textVector(`a ${concept}`));
      if (files.slice(0, 3).some(({ media }) => media === idOf(film))) hits++;
    }
    expect(hits).toBeGreaterThanOrEqual(truth.length - 1);
    await coarse.close();
  });

  it("five events of one film are each found, where one vector for the film finds no order among films", async () => {
    const events = concepts.slice(0, 5);
    const needles: Needles = events.map((name, i) => [100 + 170 * i, 6, name]);
    const vectors = hay(1000, needles, 9);
    const stored = kept(vectors);
    for (const [i, name] of events.entries()) {
      const [first] = displaySet(groundCurve(similarityCurve(stored, textVector(`a ${name}`))));
      expect(first?.start).toBeGreaterThanOrEqual(99 + 170 * i);
      expect(first?.end).toBeLessThanOrEqual(107 + 170 * i);
    }
    // The baseline: the mean of all vectors, against the means of films without any of these.
    const mean = (list: readonly Float32Array[]): Float32Array =>
      scaledToOne(
        Float32Array.from({ length: stubWidth }, (_, i) => list.reduce((sum, v) => sum + (v[i] ?? 0), 0)),
      );
    const own = mean(vectors);
    const others = Array.from({ length: 12 }, (_, n) => mean(hay(300, [], 50 + n)));
    const beaten = events.filter((name) => {
      const query = textVector(`a ${name}`);
      return others.some((other) => dot(other, query) > dot(own, query));
    });
    expect(beaten.length).toBeGreaterThan(0);
  });

  it("what looks half like the needle does not take its place", () => {
    const vectors = hay(
      1000,
      [
        [600, 3, "fox", "lamp"],
        [200, 3, "fox"],
        [400, 3, "lamp"],
      ],
      12,
    );
    const curve = similarityCurve(kept(vectors), textVector("a fox and a lamp"));
    expect(groundCurve(curve)[0]?.start).toBeGreaterThanOrEqual(599);
    expect(groundCurve(curve)[0]?.end).toBeLessThanOrEqual(604);
  });

  it("a chain of needles, each naming the next, can be followed to its end", () => {
    // Each stop shows its own thing and the one to go on with.
    const chain = ["anchor", "teapot", "cactus", "wheel"] as const;
    const at = [700, 150, 900, 420];
    const needles: Needles = chain.map((name, i) => [
      at[i] ?? 0,
      3,
      name,
      ...(chain[i + 1] ? [chain[i + 1] ?? ""] : []),
    ]);
    const stored = kept(hay(1000, needles, 31));
    let name: string = chain[0];
    const stops: number[] = [];
    let from = -1;
    for (let hop = 0; hop < chain.length; hop++) {
      const list = displaySet(groundCurve(similarityCurve(stored, textVector(`a ${name}`))), { share: 0.3 });
      // A thing is shown where it is named and where it is: the stop that was not visited is next.
      const next = list.find((span) => Math.abs(span.start - from) > 5) ?? list[0];
      from = next?.start ?? -1;
      stops.push(from);
      const here = concepts.filter(
        (other) => other !== name && !chain.slice(0, hop).includes(other as never),
      );
      const scores = here.map((other) => similarityCurve(stored, textVector(`a ${other}`))[from + 1] ?? 0);
      name = here[argmax(scores)] ?? name;
    }
    stops.forEach((stop, i) => expect(Math.abs(stop - (at[i] ?? 0))).toBeLessThanOrEqual(2));
  });
});
