import type { ColourTerm } from "../../signals/names.ts";
import type { Extent, Leaf } from "../questions/tree.ts";
import { percent, type Evidence, type Unusable } from "./hit.ts";
import { levelEvidence, type Levels } from "./level.ts";
import { noPictureCurves, type Reader } from "./reader.ts";

/** Share of the picture from which "something in that colour" is seen. Black, white, grey and brown are everywhere. */
const some: Readonly<Record<ColourTerm, number>> = {
  black: 0.3,
  white: 0.2,
  grey: 0.35,
  brown: 0.2,
  green: 0.1,
  blue: 0.1,
  orange: 0.06,
  yellow: 0.06,
  red: 0.04,
  pink: 0.05,
  purple: 0.05,
};

function levelsOf(extent: Extent, colours: readonly ColourTerm[]): Levels {
  if (extent === "whole") return { enter: 0.75, stay: 0.6, full: 0.95, least: 0.2, gap: 0.2 };
  const least = Math.max(...colours.map((colour) => some[colour]));
  if (extent === "much")
    return { enter: Math.max(0.25, least * 1.5), stay: 0.2, full: 0.6, least: 0.3, gap: 0.4 };
  return { enter: least, stay: least * 0.5, full: Math.max(0.3, least * 2), least: 0.3, gap: 0.5 };
}

/** Where a colour takes its share of the picture. */
export function colourEvidence(leaf: Leaf & { op: "colour" }, reader: Reader): Evidence | Unusable {
  const curves = leaf.colours.map((colour) => reader.picture(`colour.${colour}`));
  const sum = new Float32Array(reader.grid.count);
  for (const curve of curves) {
    if (!curve) return noPictureCurves(reader.file);
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (curve[i] ?? 0);
  }
  const named = leaf.colours.join(" or ");
  return levelEvidence(sum, levelsOf(leaf.extent, leaf.colours), reader.grid, "state", (run) => ({
    ground: {
      source: "signal",
      text: `${named} covers ${percent(run.mean)} of the picture, ${percent(run.peak)} at most`,
    },
  }));
}
