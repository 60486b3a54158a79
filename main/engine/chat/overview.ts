import type { FileData } from "../grounding/answer/file-data.ts";
import { shotsOf } from "../grounding/evidence/editing.ts";
import { readerOf } from "../grounding/evidence/reader.ts";
import { keywords } from "../grounding/evidence/phrase-match.ts";
import { chaptersOf } from "./chapters.ts";
import { describer, shotAt, type Described } from "./describe.ts";
import type { Desk } from "./desk.ts";
import { momentsMost, tellWritten } from "./look.ts";
import { counted, lasting, listed, rangeText, sentenceCase, stamp } from "./wording.ts";

const filesMost = 5;

/** What a file is like as a whole, then its chapters, each line with its place. */
export async function summarise(desk: Desk, chaptersOnly: boolean): Promise<undefined> {
  const files = await desk.ports.facts();
  if (files.length === 0) {
    desk.writer.say("There is no file here yet. Import one first.");
    return undefined;
  }
  for (const [i, file] of files.slice(0, filesMost).entries()) {
    if (i > 0) desk.writer.say("\n\n");
    if (!chaptersOnly) desk.writer.say(`${factsLine(file)} ${wordsLine(file)}`.trim());
    else if (files.length > 1) desk.writer.say(`${file.file}:`);
    const chapters = chaptersOf(file);
    const describe = await desk.writer.step(
      "measure",
      () => describer(desk.ctx, file),
      () => `${file.file}: light, colour, movement, camera, sound`,
    );
    if (!chaptersOnly || files.length > 1) desk.writer.say("\n");
    for (const [k, chapter] of chapters.entries()) {
      const told = describe(chapter.start, chapter.end);
      desk.writer.say(
        `${k > 0 || (chaptersOnly && files.length > 1) || !chaptersOnly ? "\n" : ""}${k + 1}. ${rangeText(chapter)} `,
      );
      desk.writer.cite(told.moment, traitsLine(told));
      desk.writer.say(` ${chapterLine(told)}`);
    }
  }
  if (files.length > filesMost)
    desk.writer.say(`\n\nand ${files.length - filesMost} more files: pick one to hear about it.`);
  if (files.some((file) => !file.picture))
    desk.writer.say(
      "\n\nThis is told from what was measured and said. What the pictures show needs a picture model.",
    );
  return undefined;
}

const traitsLine = (told: Described): string =>
  told.traits.length > 0 ? listed(told.traits) : "nothing that stands out";

function chapterLine(told: Described): string {
  const first = told.words[0];
  return `${sentenceCase(traitsLine(told))}.${first === undefined ? "" : ` Begins with “${first}”`}`;
}

/** "harbour.mp4 lasts 1 min 12 s: 1280x720 …, 14 shots, 22 lines of words." */
function factsLine(file: FileData): string {
  const shots = shotsOf(readerOf(file));
  const cues = file.cues ?? [];
  const parts = [
    file.frameCount > 0
      ? `${counted(file.frameCount, "frame")} at ${Number((file.frameCount / Math.max(0.01, file.timeOf(file.frameCount))).toFixed(2))} a second`
      : "no picture",
    ...(shots
      ? [
          `${counted(shots.length, "shot")} of ${lasting(file.duration / Math.max(1, shots.length))} on average`,
        ]
      : []),
    ...(file.hasSound === false ? ["no sound"] : []),
    ...(cues.length > 0 ? [`${counted(cues.length, "line")} of words`] : []),
  ];
  return `${file.file} lasts ${lasting(file.duration)}: ${listed(parts)}.`;
}

/** The words that come back most. */
function wordsLine(file: FileData): string {
  const counts = new Map<string, { word: string; n: number }>();
  for (const cue of file.cues ?? [])
    for (const token of keywords(cue.text)) {
      if (token.word.length < 4) continue;
      const known = counts.get(token.stem);
      if (known) known.n++;
      else counts.set(token.stem, { word: token.word, n: 1 });
    }
  const top = [...counts.values()]
    .filter(({ n }) => n >= 2)
    .sort((a, b) => b.n - a.n || a.word.localeCompare(b.word))
    .slice(0, 5);
  return top.length > 0 ? `The words that come back most: ${listed(top.map(({ word }) => word))}.` : "";
}

/** "How long is it?", "which files are there?". */
export async function tellFiles({ writer, ports }: Desk): Promise<undefined> {
  const files = await ports.facts();
  if (files.length === 0) writer.say("There is no file here yet. Import one first.");
  writer.say(files.length > 1 ? `${counted(files.length, "file")}:\n` : "");
  writer.say(
    files
      .slice(0, 20)
      .map((file) => (files.length > 1 ? `- ${factsLine(file)}` : factsLine(file)))
      .join("\n"),
  );
  if (files.length > 20) writer.say(`\nand ${files.length - 20} more.`);
  return undefined;
}

/** What can be told of one instant: its shot, light, camera, sound and words. */
export async function describeAt(desk: Desk, at: number): Promise<undefined> {
  const files = (await desk.ports.facts()).filter((file) => at < file.duration);
  if (files.length === 0) {
    desk.writer.say(`Nothing: no file here is ${stamp(at)} long.`);
    return undefined;
  }
  for (const [i, file] of files.slice(0, filesMost).entries()) {
    const shot = shotAt(file, at);
    // In a long shot, what holds around the instant is told, not what holds over all of it.
    const [start, end] = [Math.max(shot.start, at - 3), Math.min(shot.end, at + 3)];
    const told = await desk.writer.step(
      "describe",
      async () => (await describer(desk.ctx, file))(start, end),
      () => `${file.file}, ${rangeText({ start, end })}`,
    );
    const inShot = shot.n === undefined ? "" : `, in shot ${shot.n} of ${shot.of} (${rangeText(shot)})`;
    desk.writer.say(`${i > 0 ? "\n" : ""}At ${stamp(at)} of ${file.file}${inShot} `);
    desk.writer.cite(told.moment, traitsLine(told));
    desk.writer.say(`: ${traitsLine(told)}.`);
    if (told.words.length > 0) desk.writer.say(` Words: ${told.words.map((line) => `“${line}”`).join(" ")}`);
    if (desk.ports.look && file.frameCount > 0 && i < momentsMost)
      await tellWritten(desk, file, { start, end });
    else if (!file.picture)
      desk.writer.say(" What the picture shows needs a picture model, and none is installed.");
  }
  return undefined;
}
