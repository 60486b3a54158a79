import type { Concept } from "../questions/concepts.ts";
import type { Leaf } from "../questions/tree.ts";
import { cameraEvidence } from "./camera.ts";
import { brightnessChange } from "./change.ts";
import { colourEvidence } from "./colour.ts";
import { editingEvidence } from "./editing.ts";
import { length, type Evidence, type Hit, type Unusable } from "./hit.ts";
import { extremeConcept, levelConcept } from "./light.ts";
import { pictureEvidence } from "./picture.ts";
import type { Reader } from "./reader.ts";
import { soundEvidence } from "./sound.ts";
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
      return wordEvidence(leaf, reader);
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
  if (leaf.sense === "picture" && picture) return pictureEvidence(leaf, picture, reader);
  const unusable: Unusable = {
    unusable:
      leaf.sense === "sound"
        ? `telling sounds apart (“${leaf.statement}”) needs a sound model, and none is installed`
        : `seeing “${leaf.statement}” in ${file} needs a picture model, and none is installed`,
    needs: "model",
  };
  const spoken = mentions(leaf.statement, reader);
  if (!spoken || spoken.hits.length === 0) return unusable;
  // Words about a thing are no sight of it.
  const hits = spoken.hits.map((hit) => ({ ...hit, score: hit.score * 0.6 }));
  return { ...spoken, hits, indirect: unusable };
}

function everything({ file, grid }: Reader): Evidence {
  const end = Math.min(file.duration, grid.count * grid.step);
  const hit: Hit = { start: 0, end, score: 0.9, grounds: [] };
  return { hits: length(hit) > 0 ? [hit] : [], nature: "state", curve: new Float32Array(grid.count).fill(1) };
}
