import { describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { fuseChannels, type FusedPart } from "../../../main/engine/embed/fused-channel.ts";
import { peakOf, presenceOf } from "../../../main/engine/grounding/presence/presence.ts";
import { queryBank } from "../../../main/engine/grounding/presence/query-bank.ts";
import { random } from "../../../bench/search/clusters.ts";
import { answerQuestion } from "../../../main/engine/grounding/answer/answer.ts";
import { scriptedFile } from "../grounding/scripted-file.ts";

const ctx = createContext();
const seedOf = (text: string): number => Buffer.from(text).reduce((sum, c) => (sum * 31 + c) | 0, 7);
const bankOptions = { texts: queryBank, peakOf };

/** A model of a film of `seconds`: noise of its own for every text, and what it knows of some on top, in its own units. */
function part(
  title: string,
  units: { offset: number; scale: number },
  shown: Readonly<Record<string, readonly [from: number, to: number, strength: number]>>,
  more: { step?: number; seconds?: number; doubts?: readonly string[]; taught?: string } = {},
): FusedPart {
  const { step = 1, seconds = 120, doubts = [], taught } = more;
  const curve = (text: string): Float32Array => {
    const { next } = random(seedOf(`${title} ${text}`));
    const [from, to, strength] = shown[text] ?? [0, 0, 0];
    return Float32Array.from({ length: Math.ceil(seconds / step) }, (_, i) => {
      const on = i * step >= from && i * step < to ? strength : 0;
      return units.offset + units.scale * (next() + next() + next() - 1.5 + on);
    });
  };
  return {
    title,
    channel: {
      model: `${title.toLowerCase()}@1`,
      step,
      curveFor: (text) => Promise.resolve(curve(text)),
      chanceOf: () => undefined,
      bank: queryBank.map((text) => peakOf(curve(text))),
      doubt: (text) => (doubts.includes(text) ? `${title} does not know this.` : undefined),
      ...(taught === undefined
        ? {}
        : { remark: (text: string) => (text === taught ? "learned" : undefined) }),
    },
  };
}
const fuse = (...parts: FusedPart[]) =>
  fuseChannels(ctx, parts, { bank: bankOptions, keep: (_, make) => make() });
const small = { offset: 0.2, scale: 0.02 };
const large = { offset: -3, scale: 5 };

describe("two models' views of a file", () => {
  it("count alike whatever the units of their scores are", async () => {
    const shown = { "a kite": [40, 50, 0.6] } as const;
    const one = fuse(part("Clip", small, shown), part("Siglip", large, shown));
    const other = fuse(part("Clip", large, shown), part("Siglip", small, shown));
    const [a, b] = [await one.curveFor("a kite"), await other.curveFor("a kite")];
    a.forEach((value, i) => expect(value).toBeCloseTo(b[i] ?? Number.NaN, 3));
  });

  it("together tell present from absent better than each, and no absent thing more often than said", async () => {
    const names = Array.from({ length: 60 }, (_, n) => `thing ${n}`);
    const shown = Object.fromEntries(names.map((name) => [name, [40, 43, 0.75] as const]));
    const absent = names.map((name) => `absent ${name}`);
    const [clip, siglip] = [part("Clip", small, shown), part("Siglip", large, shown)];
    const both = fuse(clip, siglip);
    const bank = Float64Array.from(await both.bankFor("x"));
    const kept = async (
      of: { curveFor(text: string): Promise<Float32Array> },
      from: Float64Array,
      texts: string[],
    ) => {
      let found = 0;
      for (const text of texts) if (presenceOf(peakOf(await of.curveFor(text)), from).p <= 0.1) found++;
      return found / texts.length;
    };
    const alone = Math.max(
      await kept(clip.channel, Float64Array.from(clip.channel.bank ?? []), names),
      await kept(siglip.channel, Float64Array.from(siglip.channel.bank ?? []), names),
    );
    expect(await kept(both, bank, names)).toBeGreaterThan(alone);
    expect(await kept(both, bank, absent)).toBeLessThanOrEqual(0.2);
  });

  it("lie on the finer grid of the two and to the end of the longer", async () => {
    const both = fuse(
      part("Clip", small, { "a kite": [10, 20, 3] }, { step: 1 }),
      part("Siglip", small, { "a kite": [10, 20, 3] }, { step: 0.5 }),
    );
    expect(both.step).toBe(0.5);
    expect(await both.curveFor("a kite")).toHaveLength(240);
  });

  it("a model that does not know a text has no say where the other does, nor has it where marks taught the other", async () => {
    const [clip, siglip] = [
      part("Clip", small, {}, { doubts: ["a lathe", "a quern"] }),
      part("Siglip", large, {}, { doubts: ["a quern"], taught: "my dog" }),
    ];
    const both = fuse(clip, siglip);
    const alone = fuse(siglip, siglip);
    expect(await both.curveFor("a lathe")).toEqual(await alone.curveFor("a lathe"));
    expect(await both.curveFor("my dog")).toEqual(await alone.curveFor("my dog"));
    expect(both.remark("my dog")).toBe("learned");
    expect(both.doubt("a lathe")).toBeUndefined();
    expect(both.doubt("a quern")).toBe("Clip does not know this. Siglip does not know this.");
    expect(await both.told("a lathe", 3)).toMatch(/^similarity \S+ by Siglip$/);
    // The bank is that of the models that speak.
    expect([...(await both.bankFor("a lathe"))]).toEqual([...(await alone.bankFor("a lathe"))]);
    expect([...(await both.bankFor("a lathe"))]).not.toEqual([...(await both.bankFor("a kite"))]);
  });

  it("make the bank's peaks once, under the names of the models", async () => {
    const asked: string[][] = [];
    const both = fuseChannels(ctx, [part("Clip", small, {}), part("Siglip", large, {})], {
      bank: bankOptions,
      keep: async (models, make) => {
        asked.push([...models]);
        return await make();
      },
    });
    expect(await both.bankFor("a")).toBe(await both.bankFor("b"));
    expect(asked).toEqual([["clip@1", "siglip@1"]]);
  });

  it("answer a question with reasons that name each", async () => {
    const shown = { kite: [40, 50, 2] } as const;
    const file = scriptedFile({
      duration: 120,
      picture: fuse(part("Clip", small, shown), part("Siglip", large, shown)),
    });
    const { moments, model } = await answerQuestion(ctx, "a kite", [file]);
    expect(model).toBe("clip@1 + siglip@1");
    expect(moments[0]).toMatchObject({ verdict: "found" });
    expect(moments[0]?.start).toBeCloseTo(40, 0);
    expect(moments[0]?.end).toBeCloseTo(50, 0);
    expect(moments[0]?.reasons[0]?.text).toMatch(
      /similarity -?[\d.]+ by Clip, -?[\d.]+ by Siglip; 1 % of general/,
    );
  });
});
