/**
 * Which questions about films are answered, of those about what is there and of those about what is not: with a manifest's limits
 * (`decoding.facts`), and with limits that are chosen here. Several files are weighed together: chosen are the limits that show most of what is
 * there, each file counting alike, where in each of them no more than a share of what is absent is shown. The lines come from `python3 -m
 * footnote_mini.films`, of drawn films and of films of rendered clips.
 * usage: node bench/questions/film-limits.ts CURVES.jsonl [MORE.jsonl ...] [MANIFEST.json] [--most 0.1,0.2: of each file]
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { isFound, isShown, judged, percent, readRows, type Limits, type Question } from "./film-questions.ts";

const { values, positionals: named } = parseArgs({
  options: { most: { type: "string" } },
  allowPositionals: true,
});
const sets = named
  .filter((file) => file.endsWith(".jsonl"))
  .map((file) => ({ name: basename(file), questions: judged(readRows(file)) }));
const manifest = named.find((file) => file.endsWith(".json"));
if (sets.length === 0) throw new Error("name the file of curves");

const count = (list: readonly Question[], by: (x: Question) => boolean): string =>
  percent(list.filter(by).length, list.length);
const report = (limits: Limits): void => {
  for (const { name, questions } of sets) {
    for (const [which, of] of [
      ["all", questions],
      ["odd", questions.filter((x) => !x.even)],
    ] as const) {
      const [yes, no] = [true, false].map((here) => of.filter((x) => x.there === here)) as [
        Question[],
        Question[],
      ];
      const said = (list: Question[]): string =>
        `${count(list, (x) => isFound(x, limits))} as found, ${count(list, (x) => isShown(x, limits))} at all (of ${list.length})`;
      console.log(`  ${name}, ${which} films: of those there ${said(yes)}; of those absent ${said(no)}`);
    }
    const absent = questions.filter((x) => !x.there);
    const changed = [...new Set(absent.map((x) => x.changed))].map((what) => {
      const list = absent.filter((x) => x.changed === what);
      return `${what} ${count(list, (x) => isShown(x, limits))} (of ${list.length})`;
    });
    console.log(`    absent by what was changed: ${changed.join(", ")}`);
  }
};

// How far `sure` lies above `least`: what is possible only because neighbours (dusk for night) are no rivals.
const BETWEEN = 0.004;
// A neighbour may fit better by so much: of -0.02 to -0.1 what keeps most of what is there, on drawn and on rendered films of four runs.
const NEAR = -0.04;
const shares = [1, 2, 3, 4, 6, 8, 12, 16].map((sentences) => (sentences + 0.02) / 161);
/** The limits that show most of what is there where of each set at most its share of what is absent is shown; undefined where none do. */
function chosen(of: readonly (readonly Question[])[], most: readonly number[]): Limits | undefined {
  const parts = of.map((questions) => ({
    yes: questions.filter((x) => x.there),
    no: questions.filter((x) => !x.there),
  }));
  let best: { limits: Limits; kept: number } | undefined;
  for (const general of shares)
    for (const alone of shares)
      for (let step = -60; step <= 30; step += 2) {
        const limits = { general, alone, least: step / 1000, sure: step / 1000 + BETWEEN, near: NEAR };
        const within = parts.every(({ no }, k) => {
          let over = (most[k] ?? 0) * no.length;
          return no.every((x) => !isShown(x, limits) || --over >= 0);
        });
        if (!within) continue;
        const kept = parts.reduce(
          (sum, { yes }) => sum + yes.filter((x) => isShown(x, limits)).length / yes.length,
          0,
        );
        if (!best || kept > best.kept) best = { limits, kept };
      }
  return best?.limits;
}

if (manifest !== undefined) {
  const { decoding } = JSON.parse(readFileSync(manifest, "utf8")) as {
    decoding?: { facts?: Omit<Limits, "alone" | "near"> & Partial<Limits> };
  };
  if (decoding?.facts !== undefined) {
    const { general, alone = general, least, sure, near = -Infinity } = decoding.facts;
    console.log("as the manifest says");
    report({ general, alone, least, sure, near });
  }
}
const asked = values.most?.split(",").map(Number);
for (const most of asked ? [asked] : [0.08, 0.1, 0.12, 0.15].map((one) => sets.map(() => one)))
  for (const [which, of] of [
    ["even", sets.map(({ questions }) => questions.filter((x) => x.even))],
    ["all", sets.map(({ questions }) => questions)],
  ] as const) {
    const limits = chosen(of, most);
    const { general = 0, alone = 0, least = 0, sure = 0 } = limits ?? {};
    console.log(
      `at most ${most.map((one) => percent(one, 1)).join(", ")} of what is absent in ${which} films: ${limits ? `general ${general.toFixed(4)}, alone ${alone.toFixed(4)}, least ${least.toFixed(3)}, sure ${sure.toFixed(3)}` : "no limits do it"}`,
    );
    if (limits) report(limits);
  }
