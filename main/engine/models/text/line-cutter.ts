import type { TextPicture } from "./text-reader.ts";

/** Share of the ink of the fullest row from which a row belongs to a line. */
const inked = 0.06;
/** Rows of a line at least, and rows of air that a line keeps above and below it. */
const lowest = 6;
const air = 4;

/** The lines of a block of dark letters on a bright ground, from top to bottom, each a picture of its own. */
export function linesOf(picture: TextPicture): TextPicture[] {
  const { width, height, data } = picture;
  const ink = Array.from({ length: height }, (_, y) => {
    let sum = 0;
    for (let x = 0; x < width; x++) sum += 255 - (data[y * width + x] ?? 255);
    return sum;
  });
  const most = Math.max(...ink);
  if (most === 0) return [];
  const runs: { top: number; bottom: number }[] = [];
  for (const [y, sum] of ink.entries()) {
    if (sum < inked * most) continue;
    const last = runs.at(-1);
    // Dots and accents stand a little apart from their letters.
    if (last && y - last.bottom <= 2) last.bottom = y + 1;
    else runs.push({ top: y, bottom: y + 1 });
  }
  return runs
    .filter(({ top, bottom }) => bottom - top >= lowest)
    .map(({ top, bottom }) => {
      const [from, to] = [Math.max(0, top - air), Math.min(height, bottom + air)];
      return { width, height: to - from, data: data.slice(from * width, to * width) };
    });
}
