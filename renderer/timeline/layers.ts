/** Rows of the timeline from top to bottom; heights in CSS pixels. */
export type LayerName = "ruler" | "film" | "wave" | "signals" | "shots" | "words" | "score";

export interface Layer {
  readonly name: LayerName;
  readonly top: number;
  readonly height: number;
}

const natural: Readonly<Record<LayerName, number>> = {
  ruler: 24,
  film: 46,
  wave: 34,
  signals: 30,
  shots: 16,
  words: 20,
  score: 58,
};

const order: readonly LayerName[] = ["ruler", "film", "wave", "signals", "shots", "words", "score"];
const gap = 3;

/** Which layers a file has, in the height there is: what is over goes to the moments, what lacks is taken from pictures first. */
export function layersFor(height: number, has: ReadonlySet<LayerName>): Layer[] {
  const shown = order.filter((name) => name === "ruler" || name === "score" || has.has(name));
  const wanted = shown.reduce((sum, name) => sum + natural[name] + gap, 0);
  const spare = height - wanted;
  const heights = new Map<LayerName, number>(shown.map((name) => [name, natural[name]]));
  if (spare > 0) {
    const grow: LayerName[] = shown.filter((n) => n === "film" || n === "wave" || n === "score");
    for (const name of grow) heights.set(name, natural[name] + Math.min(60, spare / grow.length));
  } else {
    const shrink = Math.max(0.45, 1 + spare / Math.max(1, wanted - natural.ruler));
    for (const name of shown) if (name !== "ruler") heights.set(name, natural[name] * shrink);
  }
  let top = 0;
  return shown.map((name) => {
    const layer = { name, top, height: Math.floor(heights.get(name) ?? natural[name]) };
    top += layer.height + gap;
    return layer;
  });
}

export const layerAt = (layers: readonly Layer[], y: number): Layer | undefined =>
  layers.find((l) => y >= l.top && y < l.top + l.height + gap);
