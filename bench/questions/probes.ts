/**
 * How the product puts questions to a model: reads one a line, answers {statement, about, probes: {colour: […], near: […], motion: […], thing: […],
 * time: […], weather: […], size: […]}, hubs, things} a line. `statement` is what it asks for, null where it reads several conditions in it; about: what presence is asked of, the same without a shot size; hubs: whether
 * how well a picture fits all `things` is taken off its similarity; near: neighbouring colours, sorts of person and
 * dusk. Asked by `python3 -m footnote_mini.films --probes`; the things come from the familiar.json that is named.
 * usage: node bench/questions/probes.ts FAMILIAR.json
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { colourProbes, nearColourProbes } from "../../main/engine/grounding/questions/colour-probes.ts";
import { daytimeProbes, nearDaytimeProbes } from "../../main/engine/grounding/questions/daytime-probes.ts";
import { parseQuestion } from "../../main/engine/grounding/questions/parse.ts";
import { saysThingBriefly } from "../../main/engine/grounding/questions/brief-thing.ts";
import type { QuestionNode } from "../../main/engine/grounding/questions/tree.ts";
import { sizeProbes, withoutSize } from "../../main/engine/grounding/questions/shot-sizes.ts";
import { weatherProbes } from "../../main/engine/grounding/questions/weather.ts";
import { motionProbes } from "../../main/engine/grounding/questions/motion-probes.ts";
import {
  nearThingProbes,
  thingProbes,
  type KnownThing,
} from "../../main/engine/grounding/questions/thing-probes.ts";

const [familiar] = process.argv.slice(2);
if (familiar === undefined) throw new Error("name the familiar.json whose things are probed");
const { things = [] } = JSON.parse(readFileSync(familiar, "utf8")) as { things?: KnownThing[] };

/** What a model is asked by a tree, where it is asked for one thing and nothing is measured beside it. */
function statementOf(node: QuestionNode | undefined): string | undefined {
  const parts = node?.op === "and" ? node.parts : node ? [node] : [];
  const [asked, ...more] = parts.filter(
    (part) => !((part.op === "colour" || part.op === "signal") && part.describes === true),
  );
  return more.length === 0 && asked?.op === "content" ? asked.statement : undefined;
}

for await (const said of createInterface({ input: process.stdin })) {
  const statement = statementOf(parseQuestion(said).root);
  const question = statement ?? said;
  const near = [
    ...nearColourProbes(question),
    ...nearThingProbes(question, things),
    ...nearDaytimeProbes(question),
  ];
  console.log(
    JSON.stringify({
      statement: statement ?? null,
      about: withoutSize(question),
      hubs: saysThingBriefly(withoutSize(question), things),
      things: things.map(([[name]]) => name),
      probes: {
        colour: colourProbes(question).filter((probe) => !near.includes(probe)),
        near,
        motion: motionProbes(question),
        thing: thingProbes(question, things).filter((probe) => !near.includes(probe)),
        time: daytimeProbes(question).filter((probe) => !near.includes(probe)),
        weather: weatherProbes(question),
        size: sizeProbes(question),
      },
    }),
  );
}
