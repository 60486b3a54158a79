import { fitText } from "./fit-text.ts";
import { xOf } from "./geometry.ts";
import { noteRowAt, type Layer } from "./layers.ts";
import type { DrawnNote, Scene } from "./scene.ts";
import { onePerPixel, visible } from "./visible.ts";

type Pen = CanvasRenderingContext2D;

/** Annotations, a row for each tier. What a machine proposed and nobody has looked at is only outlined. */
export function drawNotes(pen: Pen, scene: Scene, layer: Layer): void {
  const { view, notes, longestNote, tiers, palette } = scene;
  pen.textBaseline = "middle";
  pen.font = `11px ${palette.font}`;
  for (const [i] of tiers.entries()) {
    const { top, height } = noteRowAt(layer, i, tiers.length);
    pen.fillStyle = palette.lane;
    pen.fillRect(0, top, view.width, height);
    if (i > 0) {
      pen.fillStyle = palette.ground;
      pen.fillRect(0, top - 1, view.width, 1);
    }
  }
  const widthOf = (text: string): number => pen.measureText(text).width;
  const dense = tiers.map(() => onePerPixel());
  const chosen: DrawnNote[] = [];
  for (const note of visible(notes, longestNote, view.start, view.end)) {
    if (note.chosen) chosen.push(note);
    else if (xOf(view, note.end) - xOf(view, note.start) >= 2 || dense[note.row]?.(xOf(view, note.start)))
      drawNote(pen, scene, layer, note, widthOf);
  }
  for (const note of chosen) drawNote(pen, scene, layer, note, widthOf);
  drawNames(pen, scene, layer, widthOf);
}

function drawNote(
  pen: Pen,
  { view, palette, tiers }: Scene,
  layer: Layer,
  note: DrawnNote,
  widthOf: (text: string) => number,
): void {
  const row = noteRowAt(layer, note.row, tiers.length);
  const from = xOf(view, note.start);
  const width = Math.max(2, xOf(view, note.end) - from - 1);
  const [top, height] = [row.top + 2, row.height - 4];
  const colour = palette.tiers[note.colour] ?? palette.moment;
  pen.beginPath();
  if (width < 6) pen.rect(from, top, width, height);
  else pen.roundRect(from, top, width, height, 3);
  pen.globalAlpha = note.review === "rejected" ? 0.12 : note.proposed ? 0.22 : note.chosen ? 0.85 : 0.5;
  pen.fillStyle = colour;
  pen.fill();
  pen.globalAlpha = note.review === "rejected" ? 0.5 : 1;
  if (note.proposed || note.chosen || note.review === "rejected") {
    pen.strokeStyle = note.chosen ? palette.chosen : colour;
    pen.lineWidth = note.chosen ? 2 : 1;
    if (note.proposed && !note.chosen) pen.setLineDash([3, 2]);
    pen.stroke();
    pen.setLineDash([]);
    pen.lineWidth = 1;
  }
  pen.globalAlpha = 1;
  if (note.chosen && width >= 10) {
    // Handles say that the edges can be taken hold of.
    pen.fillStyle = palette.chosen;
    pen.fillRect(from, top, 3, height);
    pen.fillRect(from + width - 3, top, 3, height);
  }
  if (width < 26) return;
  const sign = { unreviewed: "", accepted: "✓ ", changed: "✓ ", rejected: "✕ ", discuss: "? " }[note.review];
  const left = Math.max(from, 0) + 6;
  const text = fitText(`${sign}${note.label}`, from + width - 5 - left, widthOf);
  pen.fillStyle = note.proposed || note.review === "rejected" ? palette.text : palette.noteText;
  pen.fillText(text, left, top + height / 2 + 0.5);
}

/** The tiers' names stand at the left edge, over what is drawn there. */
function drawNames(
  pen: Pen,
  { tiers, palette, notes }: Scene,
  layer: Layer,
  widthOf: (text: string) => number,
): void {
  if (tiers.length < 2 && notes.length > 0) return;
  pen.font = `10px ${palette.font}`;
  for (const [i, tier] of tiers.entries()) {
    const row = noteRowAt(layer, i, tiers.length);
    const text = fitText(tier.locked ? `${tier.name} 🔒` : tier.name, 140, widthOf);
    const width = widthOf(text) + 16;
    pen.globalAlpha = 0.85;
    pen.fillStyle = palette.ground;
    pen.fillRect(0, row.top, width, row.height - 1);
    pen.globalAlpha = 1;
    pen.fillStyle = palette.tiers[tier.colour] ?? palette.moment;
    pen.fillRect(0, row.top, 3, row.height - 1);
    pen.fillStyle = palette.text;
    pen.fillText(text, 8, row.top + row.height / 2);
  }
}

/** A stretch that was begun with a key and is not ended yet. */
export function drawBegun(pen: Pen, { view, begun, palette }: Scene, layer: Layer): void {
  if (!begun) return;
  const from = xOf(view, begun.start);
  pen.globalAlpha = 0.5;
  pen.fillStyle = palette.chosen;
  pen.fillRect(from, layer.top, Math.max(2, xOf(view, begun.end) - from), layer.height);
  pen.globalAlpha = 1;
}
