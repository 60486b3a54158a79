import type { Moment } from "../../../contract/moments.ts";
import type { FileData } from "../grounding/answer/file-data.ts";
import { momentOf } from "../grounding/answer/moments.ts";
import { shotsOf } from "../grounding/evidence/editing.ts";
import { length, percent, secondsText, shared, type Ground, type Hit } from "../grounding/evidence/hit.ts";
import { leafEvidence } from "../grounding/evidence/leaf-evidence.ts";
import { peopleIn } from "../grounding/evidence/things.ts";
import { readerOf, type Reader } from "../grounding/evidence/reader.ts";
import { breathe, type Context } from "../context.ts";
import { colourTerms } from "../signals/names.ts";
import type { Concept } from "../grounding/questions/concepts.ts";

/** What is said of a stretch, where it holds for most of it. Of one group only the first that holds is said. */
const said: readonly (readonly [Concept, string][])[] = [
  [
    ["light.black", "a black picture"],
    ["motion.frozen", "a picture that stands still"],
    ["light.dark", "a dark picture"],
    ["light.bright", "a bright picture"],
  ],
  [
    ["colour.none", "no colour"],
    ["colour.vivid", "strong colours"],
  ],
  [
    ["motion.much", "much movement"],
    ["motion.little", "hardly any movement"],
  ],
  [
    ["sound.silent", "silence"],
    ["sound.quiet", "quiet sound"],
    ["sound.loud", "loud sound"],
  ],
];
const moves: readonly [Concept, string][] = [
  ["camera.panLeft", "the camera moving left"],
  ["camera.panRight", "the camera moving right"],
  ["camera.tiltUp", "the camera moving up"],
  ["camera.tiltDown", "the camera moving down"],
  ["camera.zoomIn", "the camera moving in"],
  ["camera.zoomOut", "the camera moving out"],
  ["camera.shake", "a shaking camera"],
  ["camera.static", "a still camera"],
  ["light.flash", "a flash of light"],
  ["sound.sudden", "a sudden sound"],
];

/** A stretch of a file with what can be told of it, every part measured. */
export interface Described {
  readonly start: number;
  readonly end: number;
  readonly traits: readonly string[];
  /** Words in it, at most two lines. */
  readonly words: readonly string[];
  readonly moment: Moment;
}

/** Looks up, once per file, everything that descriptions are made of. */
export async function describer(
  ctx: Context,
  file: FileData,
): Promise<(start: number, end: number) => Described> {
  const reader = readerOf(file);
  const found = new Map<Concept, readonly Hit[]>();
  for (const [concept] of [...said.flat(), ...moves]) {
    await breathe(ctx);
    const evidence = await leafEvidence({ op: "signal", concept, from: 0, to: 0 }, reader);
    if (!("unusable" in evidence))
      found.set(
        concept,
        evidence.hits.filter((hit) => hit.score >= 0.45),
      );
  }
  return (start, end) => describeStretch(file, reader, found, start, end);
}

function describeStretch(
  file: FileData,
  reader: Reader,
  found: ReadonlyMap<Concept, readonly Hit[]>,
  start: number,
  end: number,
): Described {
  const range = { start, end };
  const cover = (concept: Concept): number =>
    (found.get(concept) ?? []).reduce((sum, hit) => sum + shared(hit, range), 0) /
    Math.max(1e-6, length(range));
  const traits: string[] = [];
  const grounds: Ground[] = [];
  const tell = (concept: Concept, text: string): void => {
    traits.push(text);
    const best = (found.get(concept) ?? []).toSorted((a, b) => shared(b, range) - shared(a, range))[0];
    if (best) grounds.push(...best.grounds.slice(0, 1));
  };
  for (const group of said) {
    const one = group.find(([concept]) => cover(concept) >= 0.6);
    const part = length(range) > 8 ? group.find(([concept]) => cover(concept) >= 0.2) : undefined;
    if (one) tell(...one);
    else if (part) tell(part[0], `${part[1]} for a part`);
  }
  const people = peopleIn(file, range);
  if (people) {
    const text = people.atOnce === 1 ? "one person" : `${people.atOnce} people at once`;
    traits.push(text);
    const by = file.objects?.model.title ?? "";
    grounds.push({
      source: "object",
      text: `${text} (object detector ${by})`,
      score: 0.9,
      at: people.boxes.map((box) => file.timeOf(box.frame)),
      boxes: people.boxes,
    });
  }
  const spoken = (file.voices?.spans ?? []).reduce((sum, span) => sum + shared(span, range), 0);
  if (spoken >= 0.5 * length(range)) {
    traits.push("somebody speaking");
    const text = `somebody speaks for ${secondsText(spoken)} (voice detector ${file.voices?.model.title ?? ""})`;
    grounds.push({ source: "speech", text, score: 0.9, at: [(start + end) / 2] });
  }
  const colour = mainColour(reader, start, end);
  if (colour && !traits.includes("no colour") && !traits.includes("a black picture")) {
    traits.push(`much ${colour.name}`);
    const text = `${colour.name} covers ${percent(colour.share)} of the picture`;
    grounds.push({ source: "signal", text, score: 0.9, at: [(start + end) / 2] });
  }
  for (const [concept, text] of moves) {
    const isEvent = concept === "light.flash" || concept === "sound.sudden";
    const hits = (found.get(concept) ?? []).filter((hit) => hit.end > start && hit.start < end);
    if (
      isEvent
        ? hits.length > 0 && hits.length <= 3
        : cover(concept) >= (concept === "camera.static" ? 0.7 : Math.min(0.35, 2.5 / length(range)))
    )
      tell(concept, text);
  }
  const cues = (file.cues ?? []).filter((cue) => cue.start < end - 0.05 && cue.end > start + 0.05);
  for (const cue of cues.slice(0, 2))
    grounds.push({ source: cue.source, text: `“${cue.text}”`, score: 0.9, at: [cue.start] });
  if (grounds.length === 0)
    grounds.push({ source: "file", text: "nothing that stands out", score: 0.5, at: [(start + end) / 2] });
  const hit: Hit = { start, end, score: 0.9, grounds };
  return {
    start,
    end,
    traits,
    words: cues.slice(0, 2).map((cue) => cue.text.replaceAll(/\s+/g, " ").trim()),
    moment: momentOf(hit, file, 1),
  };
}

/** The colour, black, white and grey apart, that takes most of the picture; undefined below a fifth of it. */
function mainColour(reader: Reader, start: number, end: number): { name: string; share: number } | undefined {
  const { step } = reader.grid;
  let best: { name: string; share: number } | undefined;
  for (const term of colourTerms) {
    if (term === "black" || term === "white" || term === "grey") continue;
    const part = reader.picture(`colour.${term}`)?.subarray(Math.floor(start / step), Math.ceil(end / step));
    if (!part || part.length === 0) continue;
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
    if (mean >= (best?.share ?? 0.2)) best = { name: term, share: mean };
  }
  return best;
}

/** The shot in which a time lies; ten seconds around it where shots are not known. */
export function shotAt(file: FileData, at: number): { start: number; end: number; n?: number; of?: number } {
  const shots = shotsOf(readerOf(file)) ?? [];
  const index = shots.findIndex((shot) => at >= shot.start && at < shot.end);
  const shot = shots[index];
  if (shot) return { ...shot, n: index + 1, of: shots.length };
  return { start: Math.max(0, at - 5), end: Math.min(file.duration, at + 5) };
}
