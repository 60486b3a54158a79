/** Rows of the timeline from top to bottom; heights in CSS pixels. */
export type LayerName = "ruler" | "film" | "wave" | "signals" | "shots" | "words" | "notes" | "score";

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
  notes: 22,
  score: 58,
};

const order: readonly LayerName[] = ["ruler", "film", "wave", "signals", "shots", "words", "notes", "score"];
const gap = 3;

/** Which layers a file has, with a row for each of its `tiers`, in the height there is: what is over goes to the moments, what lacks is taken from pictures first. */
export function layersFor(height: number, has: ReadonlySet<LayerName>, tiers = 0): Layer[] {
  const shown = order.filter(
    (name) => name === "ruler" || (has.has(name) && (name !== "notes" || tiers > 0)),
  );
  const own = (name: LayerName): number => natural[name] * (name === "notes" ? tiers : 1);
  const wanted = shown.reduce((sum, name) => sum + own(name) + gap, 0);
  const spare = height - wanted;
  const heights = new Map<LayerName, number>(shown.map((name) => [name, own(name)]));
  if (spare > 0) {
    const grow: LayerName[] = shown.filter((n) => n === "film" || n === "wave" || n === "score");
    for (const name of grow) heights.set(name, own(name) + Math.min(60, spare / grow.length));
  } else {
    const shrink = Math.max(0.45, 1 + spare / Math.max(1, wanted - natural.ruler));
    for (const name of shown) if (name !== "ruler") heights.set(name, own(name) * shrink);
  }
  let top = 0;
  return shown.map((name) => {
    const layer = { name, top, height: Math.floor(heights.get(name) ?? own(name)) };
    top += layer.height + gap;
    return layer;
  });
}

export const layerAt = (layers: readonly Layer[], y: number): Layer | undefined =>
  layers.find((l) => y >= l.top && y < l.top + l.height + gap);

/** The row of a tier inside of the layer of annotations. */
export function noteRowAt(layer: Layer, row: number, rows: number): { top: number; height: number } {
  const height = layer.height / Math.max(1, rows);
  return { top: layer.top + row * height, height };
}
export const noteRowIndex = (layer: Layer, y: number, rows: number): number =>
  Math.min(rows - 1, Math.max(0, Math.floor(((y - layer.top) / Math.max(1, layer.height)) * rows)));
