/**
 * The product's probes of questions: reads one a line, answers {colour: […], motion: […]} a line. Asked by
 * `python3 -m footnote_mini.films --probes`.
 */
import { createInterface } from "node:readline";
import { colourProbes } from "../../main/engine/grounding/questions/colour-probes.ts";
import { motionProbes } from "../../main/engine/grounding/questions/motion-probes.ts";

for await (const question of createInterface({ input: process.stdin }))
  console.log(JSON.stringify({ colour: colourProbes(question), motion: motionProbes(question) }));
