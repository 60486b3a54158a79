import type { Concept } from "../questions/concepts.ts";
import type { Leaf, ThingQuestion } from "../questions/tree.ts";
import { cameraEvidence } from "./camera.ts";
import { brightnessChange } from "./change.ts";
import { colourEvidence } from "./colour.ts";
import { editingEvidence } from "./editing.ts";
import { length, shared, type Evidence, type Hit, type Unusable } from "./hit.ts";
import { extremeConcept, levelConcept } from "./light.ts";
import { pictureEvidence } from "./picture.ts";
import type { Reader } from "./reader.ts";
import { soundEvidence } from "./sound.ts";
import { thingEvidence } from "./things.ts";
import { mentions, speechEvidence, wordEvidence } from "./words.ts";

/** What one condition finds in one file, or why it cannot be looked up there. */
export async function leafEvidence(leaf: Leaf, reader: Reader): Promise<Evidence | Unusable> {
  switch (leaf.op) {
    case "signal": {
      const found = conceptEvidence(leaf.concept, reader);
      return leaf.hint === undefined || "unusable" in found ? found : hinted(found, leaf.hint);
    }
    case "colour":
      return colourEvidence(leaf, reader);
    case "words":
      return await wordEvidence(leaf, reader);
    case "content":
      return content(leaf, reader);
    case "everything":
      return everything(reader);
  }
}

function conceptEvidence(concept: Concept, reader: Reader): Evidence | Unusable {
  const special = extremeConcept(concept, reader) ?? levelConcept(concept, reader);
  if (special) return special;
  if (concept.startsWith("camera.")) return cameraEvidence(concept, reader);
  if (concept === "light.darker" || concept === "light.brighter")
    return brightnessChange(concept === "light.darker", reader);
  if (concept.startsWith("sound.")) return soundEvidence(concept, reader);
  if (concept.startsWith("words.")) return speechEvidence(concept, reader);
  return editingEvidence(concept, reader);
}

/** The named cause is only one that the measure would fit: never more than possible. */
function hinted(found: Evidence, hint: string): Evidence {
  const hits = found.hits.map((hit): Hit => ({
    ...hit,
    score: hit.score * 0.6,
    grounds: hit.grounds.map((ground) => ({ ...ground, text: `${ground.text}; it may be ${hint}` })),
  }));
  return { ...found, hits };
}

async function content(leaf: Leaf & { op: "content" }, reader: Reader): Promise<Evidence | Unusable> {
  const { picture, file } = reader.file;
  if (leaf.sense === "sound" && reader.file.sounds)
    return await pictureEvidence(leaf, reader.file.sounds, reader, "sound");
  const things = leaf.sense === "picture" ? leaf.things : undefined;
  const counted = things && thingEvidence(things, leaf.statement, reader);
  if (leaf.sense === "picture" && picture) {
    const seen = await pictureEvidence(leaf, picture, reader);
    return counted && !("unusable" in counted) ? seenAndCounted(seen, counted, things) : seen;
  }
  if (counted && !("unusable" in counted)) return counted;
  const unusable: Unusable =
    leaf.sense === "sound"
      ? {
          unusable: `telling sounds apart (“${leaf.statement}”) needs a sound model, and none is installed`,
          needs: "model",
        }
      : things?.rest === "" && counted
        ? counted
        : {
            unusable: `seeing “${leaf.statement}” in ${file} needs a picture model, and none is installed`,
            needs: "model",
          };
  const spoken = await mentions(leaf.statement, reader);
  if (!spoken || spoken.hits.length === 0) return unusable;
  // Words about a thing are no sight of it.
  const hits = spoken.hits.map((hit) => ({ ...hit, score: hit.score * 0.6 }));
  return { ...spoken, hits, indirect: unusable };
}

/**
 * A picture model knows more words, a detector counts and is exact about where nothing is. What the detector can check in
 * full is its own; of the rest, what the picture model found counts more where the things are there, and less where not.
 */
function seenAndCounted(seen: Evidence, counted: Evidence, things: ThingQuestion): Evidence {
  if (things.rest === "") {
    const plain = things.counts.every(
      ({ least, most, size, place }) =>
        least === 1 && most === Infinity && size === undefined && place === undefined,
    );
    if (!plain || things.beside || things.counts.length > 1) return { ...counted, nature: "state" };
    // A detector overlooks things: what only the picture model saw is kept, as less sure.
    const alone = seen.hits
      .filter((hit) => counted.hits.every((other) => shared(hit, other) < 0.3 * length(hit)))
      .map((hit) => ({ ...hit, score: hit.score * 0.7 }));
    return {
      hits: [...counted.hits, ...alone].toSorted((a, b) => a.start - b.start),
      nature: "state",
      curve: counted.curve.map((value, i) => Math.max(value, 0.7 * (seen.curve[i] ?? 0))),
    };
  }
  const hits = seen.hits.map((hit): Hit => {
    const under = counted.hits.find((other) => shared(hit, other) >= 0.3 * length(hit));
    return under
      ? { ...hit, score: Math.min(0.97, hit.score * 1.1), grounds: [...hit.grounds, ...under.grounds] }
      : { ...hit, score: hit.score * 0.6 };
  });
  return { ...seen, hits };
}

function everything({ file, grid }: Reader): Evidence {
  const end = Math.min(file.duration, grid.count * grid.step);
  const hit: Hit = { start: 0, end, score: 0.9, grounds: [] };
  return { hits: length(hit) > 0 ? [hit] : [], nature: "state", curve: new Float32Array(grid.count).fill(1) };
}
