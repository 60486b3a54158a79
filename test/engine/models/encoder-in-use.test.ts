import { describe, expect, it } from "vitest";
import type { ModelEntry } from "../../../main/engine/models/catalogue.ts";
import { encoderInUse, encoderText } from "../../../main/engine/models/encoder-in-use.ts";
import { modelKey, type ModelManifest, type RealFootage } from "../../../main/engine/models/manifest.ts";

interface Made {
  readonly state?: ModelEntry["state"];
  readonly found?: RealFootage;
  readonly waits?: boolean;
  readonly research?: boolean;
}
const entry = (
  id: string,
  { state = "built-in", found, waits, research = false }: Made = {},
): ModelEntry => ({
  manifest: {
    id,
    revision: "1",
    title: id.toUpperCase(),
    licence: { name: research ? "Terms of its pictures" : "MIT", redistribute: !research, research },
    ...(waits === undefined ? {} : { onlyIfChosen: waits }),
    ...(found ? { measured: { realFootage: found } } : {}),
  } as unknown as ModelManifest,
  state,
  folder: "/nowhere",
  variants: ["fp32"],
});
const figures = (recallAt5: number, recallAt1 = 0.1): RealFootage => ({
  recallAt1,
  recallAt5,
  of: 20,
  descriptions: 40,
});
const of = (...[entries, words = {}]: [ModelEntry[], Parameters<typeof encoderInUse>[1]?]) => {
  const used = encoderInUse(entries, words);
  return [used.entry && modelKey(used.entry.manifest), used.because];
};

describe("of the models that are here", () => {
  const drawn = entry("drawn", { found: figures(0.3) });
  const photo = entry("photo", { found: figures(0.47), research: true });
  const brought = entry("brought", { state: "installed" });

  it("the built-in one that measures better on real footage is used, whatever the order of the list", () => {
    expect(of([drawn, photo])).toEqual(["photo@1", "measured"]);
    expect(of([photo, drawn])).toEqual(["photo@1", "measured"]);
    expect(of([drawn, entry("other")])).toEqual(["drawn@1", "measured"]);
    expect(of([entry("other"), drawn])).toEqual(["drawn@1", "measured"]);
  });
  it("the first among five counts before the first, and two alike are told by nothing", () => {
    const sharper = entry("sharper", { found: figures(0.3, 0.2) });
    expect(of([drawn, sharper])).toEqual(["sharper@1", "measured"]);
    expect(of([drawn, entry("like it", { found: figures(0.3) })])).toEqual(["drawn@1", "built-in"]);
  });
  it("where so few descriptions do not tell two apart photographs decide, but only there", () => {
    const some = (id: string, recallAt5: number, recallAt10: number): ModelEntry => {
      const made = entry(id, { found: figures(recallAt5) });
      const measured = { ...made.manifest.measured!, photographs: { recallAt10, of: 1000 } };
      return { ...made, manifest: { ...made.manifest, measured } };
    };
    // Of 40 descriptions 0.62 and 0.71 lie 0.09 apart; the standard error of the difference is 0.105.
    const [words, seen] = [some("words", 0.71, 0.03), some("seen", 0.62, 0.23)];
    for (const order of [
      [words, seen],
      [seen, words],
    ]) {
      expect(of(order)).toEqual(["seen@1", "measured"]);
      expect(encoderText(encoderInUse(order, {}))).toMatch(
        /better on photographs: .+ for 23 %, WORDS for 3 %; of real footage it .+ for 62 % .+, WORDS for 71 %, which so few do not tell apart$/,
      );
    }
    expect(of([some("clearly", 0.75, 0.03), seen])).toEqual(["clearly@1", "measured"]);
    // Of three the best decides who is even with it.
    expect(of([some("third", 0.52, 0.5), words, seen])).toEqual(["seen@1", "measured"]);
    expect(of([seen, entry("unmeasured")])).toEqual(["seen@1", "measured"]);
  });
  it("an installed one goes before those built in, and a person's word before all", () => {
    expect(of([drawn, photo, brought])).toEqual(["brought@1", "installed"]);
    expect(of([drawn, photo, brought], { chosen: "drawn@1" })).toEqual(["drawn@1", "chosen"]);
    expect(of([drawn, photo, brought], { chosen: "none" })).toEqual([undefined, "chosen"]);
    expect(of([drawn, photo, brought], { asked: "photo", chosen: "drawn@1" })).toEqual(["photo@1", "asked"]);
    expect(of([drawn, photo, brought], { asked: "none", chosen: "drawn@1" })).toEqual([undefined, "asked"]);
    expect(of([drawn], { asked: "gone" })).toEqual([undefined, "missing"]);
    // What was chosen and is gone leaves the choice to the others.
    expect(of([drawn, photo], { chosen: "brought@1" })).toEqual(["photo@1", "measured"]);
  });
  it("one that waits to be chosen is used only then", () => {
    const waits = entry("waits", { found: figures(0.9), waits: true });
    expect(of([waits])).toEqual([undefined, "waits"]);
    expect(of([waits, drawn])).toEqual(["drawn@1", "built-in"]);
    expect(of([waits, drawn], { chosen: "waits@1" })).toEqual(["waits@1", "chosen"]);
    expect(of([])).toEqual([undefined, "none-here"]);
  });
  it("what is used is said with its figures, those of the second, chance and terms", () => {
    expect(encoderText(encoderInUse([drawn, photo], {}))).toBe(
      "PHOTO (photo): measures better on real footage: it finds the clip that is described among the first 5 of 20 " +
        "for 47 % of 40 descriptions (25 % by chance), DRAWN for 30 %; for research only (Terms of its pictures)",
    );
    expect(encoderText(encoderInUse([drawn], {}))).toMatch(
      /^DRAWN \(drawn\): built in; of real footage it finds/,
    );
    expect(encoderText(encoderInUse([drawn], { chosen: "drawn@1" }))).toBe(
      "DRAWN (drawn): chosen by a person",
    );
    expect(encoderText(encoderInUse([drawn], { asked: "gone" }))).toMatch(/names one that is not here/);
  });
});
