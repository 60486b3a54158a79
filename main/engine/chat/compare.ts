import type { Moment } from "../../../contract/moments.ts";
import { shotsOf } from "../grounding/evidence/editing.ts";
import { readerOf } from "../grounding/evidence/reader.ts";
import { search, type Desk } from "./desk.ts";
import { counted, lasting, mainReason, rangeText } from "./wording.ts";

const total = (moments: readonly Moment[]): number =>
  moments.reduce((sum, moment) => sum + moment.end - moment.start, 0);

/** "Is there more X than Y?": both are looked up; the number decides, then the time they take. */
export async function compareTwo(desk: Desk, more: string, than: string): Promise<undefined> {
  const [a, b] = [await search(desk, more), await search(desk, than)];
  for (const [said, result] of [
    [more, a],
    [than, b],
  ] as const)
    if (!result.answerable) {
      desk.writer.say(`I cannot compare them. “${said}”: ${result.why}`);
      return undefined;
    }
  const [na, nb] = [a.moments.length, b.moments.length];
  const [ta, tb] = [total(a.moments), total(b.moments)];
  const verdict =
    na === 0 && nb === 0
      ? "Neither is in this footage."
      : na === nb && Math.abs(ta - tb) < 0.5
        ? "They are even."
        : na > nb || (na === nb && ta > tb)
          ? `More of “${more}”.`
          : `More of “${than}”.`;
  desk.writer.say(verdict);
  for (const [said, result, time] of [
    [more, a, ta],
    [than, b, tb],
  ] as const) {
    desk.writer.say(`\n- “${said}”: ${counted(result.moments.length, "time")}, ${lasting(time)} in all`);
    for (const moment of result.moments.slice(0, 4)) {
      desk.writer.say(`, ${rangeText(moment)} `);
      desk.writer.cite(moment, mainReason(moment));
    }
  }
  return undefined;
}

/** The files side by side: length, shots, light, movement, loudness, words. */
export async function compareFiles({ writer, ports }: Desk): Promise<undefined> {
  const files = await ports.facts();
  if (files.length < 2) {
    writer.say("There is only one file here: choose two or more to compare.");
    return undefined;
  }
  writer.say(`${counted(files.length, "file")} side by side:`);
  for (const file of files.slice(0, 8)) {
    const reader = readerOf(file);
    const mean = (curve: Float32Array | undefined, count: number): number | undefined =>
      curve && count > 0
        ? curve.subarray(0, count).reduce((sum, value) => sum + value, 0) / count
        : undefined;
    const brightness = mean(reader.picture("brightness"), reader.pictureCount);
    const motion = mean(reader.picture("motion"), reader.pictureCount);
    const loudness = mean(reader.sound("loudness"), reader.grid.count);
    const shots = shotsOf(reader);
    const parts = [
      lasting(file.duration),
      ...(shots ? [counted(shots.length, "shot")] : []),
      ...(brightness === undefined ? [] : [`mean brightness ${Math.round(brightness * 100)} %`]),
      ...(motion === undefined ? [] : [`${Math.round(motion * 100)} % of the picture moving`]),
      file.hasSound === false
        ? "no sound"
        : loudness === undefined
          ? "sound not indexed"
          : `${Math.round(loudness * 70 - 70)} dB on average`,
      `${counted((file.cues ?? []).length, "line")} of words`,
    ];
    writer.say(`\n- ${file.file}: ${parts.join(", ")}`);
  }
  return undefined;
}
