import { cutGray, halved, parted, type Area, type Gray } from "./gray.ts";

/** An area that looks like a line or a block of text. */
export interface TextArea extends Area {
  /** 0 to 1: how much it looks like text. */
  readonly likely: number;
  /** Height of its lines in pixels. */
  readonly line: number;
}

/** A step of brightness from one pixel to the next that may be the edge of a letter. */
const step = 24;
/** Side of the cells that steps are counted in. */
const cell = 4;
/** Share of pixels with a step around a cell in text. */
const dense = 0.14;
/** Heights of lines, in pixels of the size looked at: larger ones are found at half the size. */
const lineHeights = { least: 7, most: 34 } as const;
/** Narrower pictures are not looked at. */
const narrowest = 120;

/**
 * Where a picture may show text: letters are many strokes side by side, so along a line brightness rises and falls often
 * and by much, and on both sides of the line it does not. Cells with many steps, both up and down, are joined into lines;
 * lines whose two brightnesses are not clearly apart are left out. Done at full size, a half and a quarter. Best first.
 */
export function findText(picture: Gray): TextArea[] {
  const found: TextArea[] = [];
  let [gray, scale] = [picture, 1];
  for (; gray.width >= narrowest && scale <= 4; gray = halved(gray), scale *= 2)
    for (const area of linesIn(gray, scale === 1))
      found.push({
        likely: area.likely,
        line: area.line * scale,
        left: area.left * scale,
        top: area.top * scale,
        width: Math.min(area.width * scale, picture.width - area.left * scale),
        height: Math.min(area.height * scale, picture.height - area.top * scale),
      });
  return blocks(distinct(found)).sort((a, b) => b.likely - a.likely);
}

function linesIn(gray: Gray, finest: boolean): TextArea[] {
  const { width, height, data } = gray;
  const [across, down] = [Math.floor(width / cell), Math.floor(height / cell)];
  const ups = new Uint8Array(across * down);
  const downs = new Uint8Array(across * down);
  for (let y = 0; y < down * cell; y++) {
    const row = Math.floor(y / cell) * across;
    for (let x = 0, at = y * width; x < across * cell - 1; x++, at++) {
      const change = data[at + 1]! - data[at]!;
      if (change > step) ups[row + (x >> 2)]!++;
      else if (change < -step) downs[row + (x >> 2)]!++;
    }
  }
  const rise = blurred(ups, across, down);
  const fall = blurred(downs, across, down);
  const mask = new Uint8Array(across * down);
  for (let i = 0; i < mask.length; i++) {
    const [a, b] = [rise[i]!, fall[i]!];
    if (a + b >= dense && Math.min(a, b) >= 0.25 * (a + b)) mask[i] = 1;
  }
  closeRows(mask, across, down);
  return components(mask, across, down).flatMap(({ left, top, right, bottom }) => {
    const area = trimmed(gray, {
      left: Math.max(0, left * cell - cell),
      top: Math.max(0, top * cell - cell),
      right: Math.min(width, (right + 1) * cell + cell),
      bottom: Math.min(height, (bottom + 1) * cell + cell),
    });
    return area ? judged(gray, area, finest) : [];
  });
}

/** Mean of the counts in a window of 7 x 3 cells, as a share of its pixels. */
function blurred(counts: Uint8Array, across: number, down: number): Float32Array {
  const sums = new Uint32Array((across + 1) * (down + 1));
  for (let y = 0; y < down; y++) {
    let line = 0;
    for (let x = 0; x < across; x++) {
      line += counts[y * across + x]!;
      sums[(y + 1) * (across + 1) + x + 1] = sums[y * (across + 1) + x + 1]! + line;
    }
  }
  const out = new Float32Array(counts.length);
  for (let y = 0; y < down; y++)
    for (let x = 0; x < across; x++) {
      const [x0, x1] = [Math.max(0, x - 3), Math.min(across, x + 4)];
      const [y0, y1] = [Math.max(0, y - 1), Math.min(down, y + 2)];
      const sum =
        sums[y1 * (across + 1) + x1]! -
        sums[y0 * (across + 1) + x1]! -
        sums[y1 * (across + 1) + x0]! +
        sums[y0 * (across + 1) + x0]!;
      out[y * across + x] = sum / ((x1 - x0) * (y1 - y0) * cell * cell);
    }
  return out;
}

/** Joins what lies in one row with a gap of at most four cells: the blanks between words. */
function closeRows(mask: Uint8Array, across: number, down: number): void {
  for (let y = 0; y < down; y++) {
    let last = -10;
    for (let x = 0; x < across; x++) {
      if (mask[y * across + x] !== 1) continue;
      if (x - last > 1 && x - last <= 5) mask.fill(1, y * across + last + 1, y * across + x);
      last = x;
    }
  }
}

interface Bounds {
  left: number;
  top: number;
  /** Inclusive. */
  right: number;
  bottom: number;
}

function components(mask: Uint8Array, across: number, down: number): Bounds[] {
  const found: Bounds[] = [];
  const stack: number[] = [];
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] !== 1) continue;
    const bounds: Bounds = { left: across, top: down, right: 0, bottom: 0 };
    mask[start] = 2;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const [x, y] = [at % across, Math.floor(at / across)];
      bounds.left = Math.min(bounds.left, x);
      bounds.right = Math.max(bounds.right, x);
      bounds.top = Math.min(bounds.top, y);
      bounds.bottom = Math.max(bounds.bottom, y);
      const reach = [x > 0 ? at - 1 : -1, x + 1 < across ? at + 1 : -1, at - across, at + across];
      for (const next of reach)
        if (next >= 0 && next < mask.length && mask[next] === 1) {
          mask[next] = 2;
          stack.push(next);
        }
    }
    if (bounds.right - bounds.left >= 3) found.push(bounds);
  }
  return found;
}

/** The component's bounds drawn in to the rows and columns that have steps. */
function trimmed({ width, data }: Gray, { left, top, right, bottom }: Bounds): Area | undefined {
  const rows = new Uint16Array(bottom - top);
  const columns = new Uint16Array(right - left);
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right - 1; x++)
      if (Math.abs(data[y * width + x + 1]! - data[y * width + x]!) > step) {
        rows[y - top]!++;
        columns[x - left]!++;
      }
  const most = rows.reduce((a, b) => Math.max(a, b), 0);
  const first = rows.findIndex((n) => n >= 0.2 * most);
  const last = rows.findLastIndex((n) => n >= 0.2 * most);
  const from = columns.findIndex((n) => n > 0);
  const to = columns.findLastIndex((n) => n > 0);
  if (first < 0 || from < 0) return undefined;
  const pad = 2;
  const [x0, y0] = [Math.max(left, left + from - pad), Math.max(top, top + first - pad)];
  return {
    left: x0,
    top: y0,
    width: Math.min(right, left + to + 2 + pad) - x0,
    height: Math.min(bottom, top + last + 1 + pad) - y0,
  };
}

/** Whether an area has the shape of text, line by line, and how much it looks like it. */
function judged(gray: Gray, area: Area, finest: boolean): TextArea[] {
  const lines = linesOf(gray, area);
  return lines.flatMap((one): TextArea[] => {
    const { least, most } = lineHeights;
    if (one.height < least || one.height > most || one.width < 1.2 * one.height) return [];
    // What is small here was found, sharper, at the finer size.
    if (!finest && one.height < most / 2 - 4) return [];
    const { clear, dark, bright } = parted(cutGray(gray, one));
    const contrast = bright - dark;
    if (clear < 0.6 || contrast < 45) return [];
    const likely = Math.min(1, (clear - 0.5) * 1.6) * Math.min(1, contrast / 90);
    return [{ ...one, likely, line: one.height }];
  });
}

/** Splits an area at rows with few steps: the gaps between lines. */
function linesOf({ width, data }: Gray, area: Area): Area[] {
  const rows = new Float32Array(area.height);
  for (let y = 0; y < area.height; y++)
    for (
      let x = area.left, at = (area.top + y) * width + area.left;
      x < area.left + area.width - 1;
      x++, at++
    )
      if (Math.abs(data[at + 1]! - data[at]!) > step) rows[y]!++;
  const mean = rows.reduce((sum, n) => sum + n, 0) / Math.max(1, rows.length);
  const lines: Area[] = [];
  let from = -1;
  for (let y = 0; y <= rows.length; y++) {
    const busy = y < rows.length && rows[y]! >= 0.3 * mean;
    if (busy && from < 0) from = y;
    if (busy || from < 0) continue;
    const [top, bottom] = [Math.max(0, from - 2), Math.min(area.height, y + 2)];
    lines.push({ ...area, top: area.top + top, height: bottom - top });
    from = -1;
  }
  return lines;
}

const sharedArea = (a: Area, b: Area): number =>
  Math.max(0, Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top));

/** Of areas that lie over each other, found at two sizes, the likelier. */
function distinct(areas: readonly TextArea[]): TextArea[] {
  const kept: TextArea[] = [];
  for (const area of areas.toSorted((a, b) => b.likely * b.width - a.likely * a.width)) {
    const size = area.width * area.height;
    if (kept.every((k) => sharedArea(k, area) < 0.4 * Math.min(size, k.width * k.height))) kept.push(area);
  }
  return kept;
}

/** Lines of one size that stand under each other are one block; pieces of one line are one line. */
export function blocks(lines: readonly TextArea[]): TextArea[] {
  const out = [...lines].sort((a, b) => a.top - b.top);
  for (let i = 0; i < out.length; i++)
    for (let k = i + 1; k < out.length; k++) {
      const [a, b] = [out[i]!, out[k]!];
      const likeSize = Math.max(a.line, b.line) < 1.6 * Math.min(a.line, b.line);
      if (!likeSize || !(sameLine(a, b) || nextLine(a, b))) continue;
      const [left, top] = [Math.min(a.left, b.left), Math.min(a.top, b.top)];
      out[i] = {
        left,
        top,
        width: Math.max(a.left + a.width, b.left + b.width) - left,
        height: Math.max(a.top + a.height, b.top + b.height) - top,
        likely: Math.max(a.likely, b.likely),
        line: Math.max(a.line, b.line),
      };
      out.splice(k, 1);
      // What it has grown to may meet what was passed already.
      k = i;
    }
  return out;
}

function sameLine(a: Area & { line: number }, b: Area & { line: number }): boolean {
  const common = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  const gap = Math.max(a.left, b.left) - Math.min(a.left + a.width, b.left + b.width);
  return common > 0.6 * Math.min(a.height, b.height) && gap < 1.5 * Math.max(a.line, b.line);
}

function nextLine(a: Area & { line: number }, b: Area & { line: number }): boolean {
  const gap = Math.max(a.top, b.top) - Math.min(a.top + a.height, b.top + b.height);
  const common = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  return gap < 0.8 * Math.max(a.line, b.line) && common > 0.4 * Math.min(a.width, b.width);
}
