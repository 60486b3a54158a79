import type { Picture } from "../../preprocess/resample.ts";

type Colour = readonly [number, number, number];

/** An ellipse or box; places and radii in shares of the picture, `soft`: width of its edge in shares of its radius. */
interface Shape {
  readonly x: number;
  readonly y: number;
  readonly across: number;
  readonly down: number;
  readonly colour: Colour;
  readonly soft?: number;
  readonly box?: boolean;
}
interface Scene {
  readonly ground: (x: number, y: number) => Colour;
  readonly shapes: readonly Shape[];
}

const ellipse = (x: number, y: number, across: number, down: number, colour: Colour, soft = 0.1): Shape => ({
  x,
  y,
  across,
  down,
  colour,
  soft,
});
const box = (x: number, y: number, across: number, down: number, colour: Colour, soft = 0.05): Shape => ({
  ...ellipse(x, y, across, down, colour, soft),
  box: true,
});
const darker = (colour: Colour, by: number): Colour => [colour[0] * by, colour[1] * by, colour[2] * by];

/** Head and shoulders of somebody who looks at us; `size`: half the height of the head. */
function person(x: number, y: number, size: number, skin: Colour): Shape[] {
  const part = (dx: number, dy: number, across: number, down: number, colour: Colour, soft?: number): Shape =>
    ellipse(x + dx * size, y + dy * size, across * size, down * size, colour, soft);
  const eye = (side: number): Shape[] => [
    part(side, -0.28, 0.17, 0.035, [70, 50, 40], 0.4),
    part(side, -0.1, 0.2, 0.12, darker(skin, 0.7), 0.9),
    part(side, -0.1, 0.14, 0.07, [240, 238, 235], 0.3),
    part(side, -0.1, 0.065, 0.07, [40, 30, 30], 0.3),
  ];
  return [
    part(0, 1.6, 1.5, 0.75, [60, 70, 110], 0.05),
    part(0, 0.95, 0.32, 0.5, darker(skin, 0.85)),
    part(0, -0.15, 0.86, 1.1, [50, 35, 25]),
    part(0, 0.05, 0.72, 0.95, skin, 0.12),
    part(0, 0.5, 0.5, 0.4, darker(skin, 0.95), 0.8),
    ...eye(-0.3),
    ...eye(0.3),
    part(0, 0.1, 0.08, 0.22, darker(skin, 0.9), 0.9),
    part(0, 0.27, 0.13, 0.05, darker(skin, 0.72), 0.8),
    part(0, 0.52, 0.25, 0.07, [170, 80, 80], 0.4),
  ];
}

const wall = (x: number, y: number): Colour => [150 + 40 * y, 160 + 20 * x, 150 - 20 * y];
const plain =
  (colour: Colour): Scene["ground"] =>
  () =>
    colour;
const light: Colour = [224, 180, 150];
const dark: Colour = [150, 100, 75];

/** What detectors of faces and of things were seen to find with certainty, and some colours for the others. */
const scenes: readonly Scene[] = [
  { ground: wall, shapes: person(0.5, 0.45, 0.25, light) },
  { ground: wall, shapes: [...person(0.3, 0.4, 0.15, light), ...person(0.72, 0.5, 0.12, dark)] },
  {
    ground: wall,
    shapes: [
      box(0.5, 0.55, 0.13, 0.22, [60, 70, 120], 0.1),
      box(0.44, 0.83, 0.05, 0.15, [40, 40, 50]),
      box(0.56, 0.83, 0.05, 0.15, [40, 40, 50]),
      ...person(0.5, 0.24, 0.09, light),
    ],
  },
  {
    ground: (_, y) => (y < 0.5 ? [140, 190, 240] : [60, 140, 60]),
    shapes: [ellipse(0.5, 0.6, 0.12, 0.12, [240, 240, 240], 0.05)],
  },
  { ground: plain([200, 180, 160]), shapes: [ellipse(0.5, 0.5, 0.2, 0.2, [240, 140, 20], 0.3)] },
  {
    ground: plain([150, 190, 230]),
    shapes: [
      box(0.5, 0.7, 0.02, 0.4, [120, 120, 120]),
      ellipse(0.5, 0.4, 0.2, 0.2, [240, 240, 240], 0.03),
      ellipse(0.5, 0.4, 0.185, 0.185, [200, 20, 30], 0.03),
      box(0.5, 0.4, 0.13, 0.03, [240, 240, 240], 0.1),
    ],
  },
  {
    ground: plain([190, 180, 170]),
    shapes: [
      box(0.5, 0.5, 0.35, 0.25, [20, 20, 20], 0.02),
      box(0.5, 0.49, 0.33, 0.22, [60, 80, 130], 0.02),
      box(0.5, 0.8, 0.1, 0.03, [20, 20, 20]),
    ],
  },
  {
    ground: plain([110, 110, 110]),
    shapes: [box(0.25, 0.3, 0.15, 0.15, [230, 20, 20]), box(0.7, 0.65, 0.18, 0.18, [20, 20, 230])],
  },
  { ground: plain([110, 110, 110]), shapes: [box(0.5, 0.5, 0.2, 0.2, [20, 220, 20])] },
];

/** People, a ball, an orange, a sign, a screen and plain squares, drawn at a size: the same each time. */
export const drawnScenes = (width: number, height: number): Picture[] =>
  scenes.map((scene) => paint(width, height, scene));

function paint(width: number, height: number, { ground, shapes }: Scene): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [u, v] = [(x + 0.5) / width, (y + 0.5) / height];
      let [r, g, b] = ground(u, v);
      for (const shape of shapes) {
        const [dx, dy] = [(u - shape.x) / shape.across, (v - shape.y) / shape.down];
        const away = shape.box ? Math.max(Math.abs(dx), Math.abs(dy)) : Math.hypot(dx, dy);
        const cover = Math.min(1, Math.max(0, (1 - away) / (shape.soft ?? 0.1) + 0.5));
        r += (shape.colour[0] - r) * cover;
        g += (shape.colour[1] - g) * cover;
        b += (shape.colour[2] - b) * cover;
      }
      data.set([Math.round(r), Math.round(g), Math.round(b)], (y * width + x) * 3);
    }
  return { width, height, data };
}
