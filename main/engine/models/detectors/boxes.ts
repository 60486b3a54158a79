/** Something found in a picture; the box is in shares of its width and height, 0 to 1. */
export interface FoundBox {
  readonly label: string;
  readonly score: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export function overlap(a: FoundBox, b: FoundBox): number {
  const across = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const down = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  if (across <= 0 || down <= 0) return 0;
  const shared = across * down;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** Non-maximum suppression, label by label: of boxes that overlap by more than `most`, the surest stays. */
export function suppressBoxes(boxes: readonly FoundBox[], most: number): FoundBox[] {
  const kept: FoundBox[] = [];
  for (const box of boxes.toSorted((a, b) => b.score - a.score))
    if (kept.every((k) => k.label !== box.label || overlap(k, box) <= most)) kept.push(box);
  return kept;
}

/** One thing has one name: of boxes with different labels that overlap by more than `most`, the surest stays. */
export function oneNameEach(boxes: readonly FoundBox[], most: number): FoundBox[] {
  const kept: FoundBox[] = [];
  for (const box of boxes.toSorted((a, b) => b.score - a.score))
    if (kept.every((k) => k.label === box.label || overlap(k, box) <= most)) kept.push(box);
  return kept;
}

/** A box cut to the picture; undefined when nothing of it is inside. */
export function clipBox(box: FoundBox): FoundBox | undefined {
  const left = Math.min(1, Math.max(0, box.left));
  const top = Math.min(1, Math.max(0, box.top));
  const width = Math.min(1, box.left + box.width) - left;
  const height = Math.min(1, box.top + box.height) - top;
  return width > 0 && height > 0 ? { ...box, left, top, width, height } : undefined;
}
