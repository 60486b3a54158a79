/**
 * Monoline capitals of the film's own, drawn as paths so that the picture needs no font. Each glyph is its width and
 * an SVG path in a box whose cap height is 1 (y down).
 */
const glyphs: Readonly<Record<string, readonly [number, string]>> = {
  A: [0.78, "M0 1L.39 0L.78 1M.14 .66H.64"],
  B: [0.58, "M0 0V1H.3A.27 .27 0 0 0 .3 .46H0M0 0H.27A.23 .23 0 0 1 .27 .46"],
  C: [0.8, "M.8 .2A.5 .5 0 1 0 .8 .8"],
  D: [0.74, "M0 0V1H.24A.5 .5 0 0 0 .24 0Z"],
  E: [0.5, "M.5 0H0V1H.5M0 .48H.42"],
  F: [0.48, "M.48 0H0V1M0 .48H.4"],
  G: [0.86, "M.8 .2A.5 .5 0 1 0 .86 .56H.54"],
  H: [0.68, "M0 0V1M.68 0V1M0 .49H.68"],
  I: [0, "M0 0V1"],
  J: [0.36, "M.36 0V.76A.24 .24 0 0 1 0 .9"],
  K: [0.62, "M0 0V1M.6 0L0 .6M.22 .4L.62 1"],
  L: [0.46, "M0 0V1H.46"],
  M: [0.86, "M0 1V0L.43 .7L.86 0V1"],
  N: [0.7, "M0 1V0L.7 1V0"],
  O: [1, "M.5 0A.5 .5 0 1 0 .5 1A.5 .5 0 1 0 .5 0Z"],
  P: [0.54, "M0 1V0H.27A.27 .27 0 0 1 .27 .54H0"],
  Q: [1, "M.5 0A.5 .5 0 1 0 .5 1A.5 .5 0 1 0 .5 0ZM.64 .7L.94 1.04"],
  R: [0.56, "M0 1V0H.28A.26 .26 0 0 1 .28 .52H0M.26 .52L.56 1"],
  S: [0.52, "M.49 .15A.24 .24 0 0 0 .26 0A.245 .245 0 0 0 .26 .49A.255 .255 0 0 1 .26 1A.26 .26 0 0 1 0 .82"],
  T: [0.6, "M0 0H.6M.3 0V1"],
  U: [0.64, "M0 0V.68A.32 .32 0 0 0 .64 .68V0"],
  V: [0.74, "M0 0L.37 1L.74 0"],
  W: [1.08, "M0 0L.27 1L.54 .12L.81 1L1.08 0"],
  X: [0.66, "M0 0L.66 1M.66 0L0 1"],
  Y: [0.66, "M0 0L.33 .5L.66 0M.33 .5V1"],
  Z: [0.6, "M0 0H.6L0 1H.6"],
  0: [0.64, "M.32 0A.32 .32 0 0 0 0 .32V.68A.32 .32 0 0 0 .64 .68V.32A.32 .32 0 0 0 .32 0Z"],
  1: [0.24, "M0 .2L.24 0V1"],
  2: [0.56, "M.01 .24A.27 .27 0 0 1 .54 .28C.54 .48 .2 .72 0 1H.56"],
  3: [0.54, "M.03 .14A.25 .24 0 1 1 .24 .47A.265 .265 0 1 1 0 .84"],
  4: [0.62, "M.46 1V0L0 .7H.62"],
  5: [0.54, "M.5 0H.08L.04 .44A.28 .28 0 1 1 0 .86"],
  6: [0.58, "M.44 0L.06 .54A.29 .29 0 1 0 .29 .42"],
  7: [0.54, "M0 0H.54L.16 1"],
  8: [0.56, "M.28 .47A.23 .235 0 1 1 .281 .47A.28 .265 0 1 0 .28 .47Z"],
  9: [0.58, "M.14 1L.52 .46A.29 .29 0 1 0 .29 .58"],
  ":": [0.02, "M.01 .3V.31M.01 .8V.81"],
  ".": [0.02, "M.01 .99V1"],
  ",": [0.06, "M.06 .96L0 1.14"],
  "-": [0.36, "M0 .54H.36"],
  "'": [0.02, "M.01 0V.2"],
  ">": [1.2, "M0 .5H1.2M.85 .16L1.2 .5L.85 .84"],
};

export interface LetterStyle {
  readonly x: number;
  /** The middle of the capitals. */
  readonly y: number;
  /** Cap height. */
  readonly size: number;
  readonly colour: string;
  /** Stroke as a part of the cap height. */
  readonly weight?: number;
  /** Space between letters as a part of the cap height. */
  readonly space?: number;
  readonly align?: "left" | "centre" | "right";
}

/** Width of a line of lettering. */
export function lettersWidth(text: string, size: number, space = 0.3): number {
  let width = 0;
  for (const letter of text) width += (letter === " " ? 0.36 : (glyphs[letter]?.[0] ?? 0.5)) + space;
  return Math.max(0, width - space) * size;
}

/** Draws one line; letters outside the set are an error, so that a card is never left with a gap. */
export function letters(context: CanvasRenderingContext2D, text: string, style: LetterStyle): void {
  const space = style.space ?? 0.3;
  const width = lettersWidth(text, style.size, space);
  const align = style.align ?? "centre";
  let x = style.x - (align === "centre" ? width / 2 : align === "right" ? width : 0);
  context.save();
  context.strokeStyle = style.colour;
  context.lineWidth = style.weight ?? 0.1;
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const letter of text) {
    if (letter === " ") {
      x += (0.36 + space) * style.size;
      continue;
    }
    const glyph = glyphs[letter];
    if (glyph === undefined) throw new Error(`no glyph for ${JSON.stringify(letter)}`);
    context.save();
    context.translate(x, style.y - style.size / 2);
    context.scale(style.size, style.size);
    context.stroke(new Path2D(glyph[1]));
    context.restore();
    x += (glyph[0] + space) * style.size;
  }
  context.restore();
}
