import { random } from "./scene.ts";
import { height, makeShot, width, type Shot } from "./shot.ts";

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What is true of an edit: first frames of new shots, and ranges of mixed frames. */
export interface Truth {
  readonly frames: number;
  readonly cuts: number[];
  readonly dissolves: Range[];
  readonly fades: Range[];
}

export const categories = [
  "hard cuts",
  "dissolves",
  "fades",
  "flashes",
  "fast pans",
  "handheld",
  "pumping",
  "sources",
  "mixed",
  "held snow",
] as const;
export type Category = (typeof categories)[number];

type Join =
  | { readonly kind: "cut" }
  | { readonly kind: "dissolve"; readonly frames: number }
  | {
      readonly kind: "fade";
      readonly out: number;
      readonly hold: number;
      readonly in: number;
      readonly level: number;
    };

interface Part {
  readonly shot: Shot;
  readonly from: number;
  to: number;
  readonly flashes: readonly number[];
  readonly snow?: { readonly held: number; readonly flakes: number; readonly seed: number };
}

/** White flakes of a sixtieth of the picture's height. */
function fall(out: Float32Array, flakes: number, rand: () => number): void {
  const size = Math.max(1, Math.round(height / 60));
  for (let n = 0; n < flakes; n++) {
    const [left, top] = [Math.floor(rand() * (width - size)), Math.floor(rand() * (height - size))];
    for (let y = 0; y < size; y++)
      out.fill(240, ((top + y) * width + left) * 3, ((top + y) * width + left + size) * 3);
  }
}

/** Plans and draws an edit of `shots` shots; the same seed gives the same frames. */
export function makeEdit(
  category: Category,
  seed: number,
  shots: number,
  films: readonly (readonly Uint8Array[])[],
): { truth: Truth; draw: (n: number, out: Uint8Array) => void } {
  const rand = random(seed * 1013 + categories.indexOf(category) * 101);
  const one = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(rand() * items.length)];
    if (item === undefined) throw new RangeError("nothing to choose from");
    return item;
  };
  const join = (): Join => {
    const roll = rand();
    if (
      category === "dissolves" ||
      (category === "mixed" && roll < 0.3) ||
      (category === "sources" && roll < 0.25)
    )
      return { kind: "dissolve", frames: one([5, 8, 10, 12, 15, 20, 25, 30, 40, 50]) };
    if (category === "fades" || (category === "mixed" && roll < 0.45))
      return {
        kind: "fade",
        out: one([5, 8, 12, 20, 30]),
        hold: one([1, 3, 8, 15]),
        in: one([5, 8, 12, 20, 30]),
        level: rand() < 0.7 ? 0 : 255,
      };
    return { kind: "cut" };
  };
  const truth: Truth = { frames: 0, cuts: [], dissolves: [], fades: [] };
  const parts: Part[] = [];
  const joins: (Join & { at: number })[] = [];
  let at = 0;
  for (let n = 0; n < shots; n++) {
    const before = joins.at(-1);
    const length = Math.floor(20 + rand() * 60) + (before && before.kind === "dissolve" ? before.frames : 0);
    const film = category === "sources" && rand() < 0.7 && films.length > 0 ? one(films) : undefined;
    const shot = makeShot(seed * 1000 + n + categories.indexOf(category) * 100_003, length + 60, {
      shake: category === "handheld" ? 1 + rand() * 3 : category === "mixed" && rand() < 0.3 ? 1.5 : 0,
      whip: category === "fast pans" || (category === "mixed" && rand() < 0.15),
      ...(film ? { film } : {}),
    });
    const flashes =
      category === "flashes" || (category === "mixed" && rand() < 0.2)
        ? Array.from({ length: 2 }, () => Math.floor(6 + rand() * (length - 14)))
        : [];
    const from = before?.kind === "dissolve" ? before.at : at;
    // As drawn films are made: a picture stands for two to four frames, and what falls is somewhere else in the next.
    const snow =
      category === "held snow"
        ? { held: one([2, 3, 4]), flakes: Math.floor(60 + rand() * 240), seed: seed * 7000 + n * 100 }
        : undefined;
    parts.push({ shot, from, to: at + length, flashes, ...(snow ? { snow } : {}) });
    at += length;
    if (n === shots - 1) break;
    const next = join();
    if (next.kind === "cut") truth.cuts.push(at);
    else if (next.kind === "dissolve") truth.dissolves.push({ from: at, to: at + next.frames });
    else truth.fades.push({ from: at - next.out, to: at + next.hold + next.in });
    joins.push({ ...next, at });
    if (next.kind === "dissolve") at += next.frames;
    if (next.kind === "fade") at += next.hold;
    const last = parts.at(-1);
    if (last) last.to = at;
  }
  (truth as { frames: number }).frames = at;

  const a = new Float32Array(width * height * 3);
  const b = new Float32Array(width * height * 3);
  const drawPart = (index: number, n: number, out: Float32Array) => {
    const part = parts[index];
    if (!part) return;
    const { snow } = part;
    const age = n - part.from;
    part.shot(snow ? age - (age % snow.held) : age, out);
    if (snow) fall(out, snow.flakes, random(snow.seed + Math.floor(age / snow.held)));
    for (const flash of part.flashes) {
      const since = age - flash;
      if (since < 0 || since > 3) continue;
      const strength = [170, 140, 70, 25][since] ?? 0;
      for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? 0) * 0.9 + strength;
    }
  };
  return {
    truth,
    draw(n, out) {
      const index = parts.findIndex((part) => n < part.to);
      drawPart(index, n, a);
      const after = joins[index];
      const ahead = joins[index - 1];
      if (after?.kind === "dissolve" && n >= after.at) {
        drawPart(index + 1, n, b);
        const share = (n - after.at + 1) / (after.frames + 1);
        for (let i = 0; i < a.length; i++) a[i] = (a[i] ?? 0) * (1 - share) + (b[i] ?? 0) * share;
      }
      // A fade takes the last frames of the old shot, the hold, and the first frames of the new one.
      let level = 0;
      let share = 0;
      if (after?.kind === "fade" && n >= after.at - after.out) {
        share = Math.min(1, (n - (after.at - after.out) + 1) / (after.out + 1));
        if (n >= after.at) share = 1;
        level = after.level;
      }
      if (ahead?.kind === "fade" && n < ahead.at + ahead.hold + ahead.in) {
        share = Math.max(share, 1 - (n - ahead.at - ahead.hold + 1) / (ahead.in + 1));
        level = ahead.level;
      }
      if (share > 0) for (let i = 0; i < a.length; i++) a[i] = (a[i] ?? 0) * (1 - share) + level * share;
      for (let i = 0; i < a.length; i++) {
        const v = a[i] ?? 0;
        out[i] = v < 0 ? 0 : v > 255 ? 255 : v;
      }
    },
  };
}
