import { breathe, type Context } from "../../context.ts";
import { concepts, type Concept } from "../questions/concepts.ts";
import { shades } from "../questions/lexicon/colour.ts";
import type { Extent, Leaf } from "../questions/tree.ts";
import type { FileData } from "../answer/file-data.ts";
import { length } from "./hit.ts";
import { leafEvidence } from "./leaf-evidence.ts";
import { readerOf } from "./reader.ts";

/** Conditions that are measured: light, camera, sound, editing, colours. */
export type SignalLeaf = Leaf & { readonly op: "signal" | "colour" };

/** What a film holds of a condition: the certainty of its surest moment, and how many seconds of it there are. */
export interface Held {
  readonly best: number;
  readonly seconds: number;
}

/** What a film holds of every measured condition; what is nowhere in it is not listed. */
export interface SignalSummary {
  readonly held: Readonly<Record<string, Held>>;
  /** Conditions that could not be looked up in this film. */
  readonly unknown: readonly string[];
}

/** Raised whenever the rules of a measured condition change. */
export const summaryVersion = 1;

/** The name of a condition in a summary. */
export const signalKey = (leaf: SignalLeaf): string =>
  leaf.op === "signal"
    ? leaf.concept
    : `colour ${leaf.colours.toSorted().join("+")} ${leaf.extent satisfies Extent}`;

const extents: readonly Extent[] = ["some", "much", "whole"];
const at = { from: 0, to: 0 };

/** Every condition that can be asked, once. */
export const signalLeaves: readonly SignalLeaf[] = [
  ...Object.keys(concepts).map((concept): SignalLeaf => ({
    op: "signal",
    concept: concept as Concept,
    ...at,
  })),
  ...Object.entries(shades).flatMap(([name, colours]) =>
    extents.map((extent): SignalLeaf => ({ op: "colour", name, colours, extent, ...at })),
  ),
].filter((leaf, i, all) => all.findIndex((other) => signalKey(other) === signalKey(leaf)) === i);

/**
 * Looks every measured condition up in a film, by the same rules as a question does: what the summary does not list, no question
 * finds. Costs time in proportion to the film.
 */
export async function summariseSignals(ctx: Context, file: FileData): Promise<SignalSummary> {
  const reader = readerOf(file);
  const held: Record<string, Held> = {};
  const unknown: string[] = [];
  for (const leaf of signalLeaves) {
    await breathe(ctx);
    const found = await leafEvidence(leaf, reader);
    if ("unusable" in found) unknown.push(signalKey(leaf));
    else if (found.hits.length > 0)
      held[signalKey(leaf)] = {
        best: rounded(found.amount ?? Math.max(...found.hits.map((hit) => hit.score))),
        seconds: rounded(found.hits.reduce((sum, hit) => sum + length(hit), 0)),
      };
  }
  return { held, unknown };
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
