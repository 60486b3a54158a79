import { stripVTControlCharacters } from "node:util";

export type Align = "left" | "right";

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const widthOf = (text: string): number => [...graphemes.segment(stripVTControlCharacters(text))].length;

/** Rows in columns two spaces apart; the last column is never padded. */
export function table(rows: readonly (readonly string[])[], align: readonly Align[] = []): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, widthOf(cell));
  return rows
    .map((row) =>
      row
        .map((cell, i) => {
          const pad = " ".repeat(Math.max(0, (widths[i] ?? 0) - widthOf(cell)));
          if (align[i] === "right") return pad + cell;
          return i === row.length - 1 ? cell : cell + pad;
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
