import type { Picture } from "../../preprocess/resample.ts";

/** Letters as dots, row by row: enough for a few words. */
const letters: Readonly<Record<string, string>> = {
  A: "01110 10001 10001 11111 10001 10001 10001",
  E: "11111 10000 10000 11110 10000 10000 11111",
  H: "10001 10001 10001 11111 10001 10001 10001",
  I: "111 010 010 010 010 010 111",
  L: "10000 10000 10000 10000 10000 10000 11111",
  N: "10001 11001 10101 10101 10011 10001 10001",
  O: "01110 10001 10001 10001 10001 10001 01110",
  R: "11110 10001 10001 11110 10100 10010 10001",
  S: "01111 10000 10000 01110 00001 00001 11110",
  T: "11111 00100 00100 00100 00100 00100 00100",
};

/** Words that they can write. */
export const drawnWords = [
  "THE SHORE",
  "SALT AIR",
  "NO RETREAT",
  "A STORIES END",
  "ELSE",
  "ON THE RAILS",
] as const;

/** Writes a word with its top left corner at a place, `dot` pixels to a dot. What has no letter is a gap. */
export function writeWord(
  { data, width, height }: Picture,
  word: string,
  place: { readonly left: number; readonly top: number; readonly dot: number },
  colour: readonly [number, number, number],
): void {
  const { top, dot } = place;
  let { left } = place;
  for (const letter of word) {
    const rows = letters[letter]?.split(" ") ?? ["00"];
    for (const [r, row] of rows.entries())
      for (const [c, bit] of row.split("").entries()) {
        if (bit !== "1") continue;
        for (let y = top + r * dot; y < Math.min(height, top + (r + 1) * dot); y++)
          for (let x = left + c * dot; x < Math.min(width, left + (c + 1) * dot); x++)
            data.set(colour, (y * width + x) * 3);
      }
    left += ((rows[0]?.length ?? 0) + 1) * dot;
  }
}
