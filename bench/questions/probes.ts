/**
 * The product's probes of questions: reads one a line, answers {colour: […], near: […], motion: […], thing: […], time: […]} a line, near: neighbouring colours, sorts of person and dusk. Asked by
 * `python3 -m footnote_mini.films --probes`; the things come from the familiar.json that is named.
 * usage: node bench/questions/probes.ts FAMILIAR.json
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { colourProbes, nearColourProbes } from "../../main/engine/grounding/questions/colour-probes.ts";
import { daytimeProbes, nearDaytimeProbes } from "../../main/engine/grounding/questions/daytime-probes.ts";
import { motionProbes } from "../../main/engine/grounding/questions/motion-probes.ts";
import {
  nearThingProbes,
  thingProbes,
  type KnownThing,
} from "../../main/engine/grounding/questions/thing-probes.ts";

const [familiar] = process.argv.slice(2);
if (familiar === undefined) throw new Error("name the familiar.json whose things are probed");
const { things = [] } = JSON.parse(readFileSync(familiar, "utf8")) as { things?: KnownThing[] };
for await (const question of createInterface({ input: process.stdin })) {
  const near = [
    ...nearColourProbes(question),
    ...nearThingProbes(question, things),
    ...nearDaytimeProbes(question),
  ];
  console.log(
    JSON.stringify({
      colour: colourProbes(question).filter((probe) => !near.includes(probe)),
      near,
      motion: motionProbes(question),
      thing: thingProbes(question, things).filter((probe) => !near.includes(probe)),
      time: daytimeProbes(question).filter((probe) => !near.includes(probe)),
    }),
  );
}
