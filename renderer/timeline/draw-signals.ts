import { secondsAt } from "./geometry.ts";
import type { Layer } from "./layers.ts";
import type { Scene } from "./scene.ts";

type Pen = CanvasRenderingContext2D;

/** The chosen signals in one lane: the first one filled, the others as lines over it, each named in its colour. */
export function drawSignals(pen: Pen, { view, signals, palette }: Scene, layer: Layer): void {
  if (!signals) return;
  const bottom = layer.top + layer.height;
  const colours = signals.curves.map((_, i) =>
    i === 0 ? palette.signal : (palette.tiers[i % palette.tiers.length] ?? palette.signal),
  );
  for (const [i, { values }] of signals.curves.entries()) {
    pen.beginPath();
    if (i === 0) pen.moveTo(0, bottom);
    for (let x = 0; x <= view.width; x++) {
      const from = Math.floor((secondsAt(view, x) - signals.start) / signals.step);
      const to = Math.max(from + 1, Math.ceil((secondsAt(view, x + 1) - signals.start) / signals.step));
      let most = 0;
      for (let at = Math.max(0, from); at < Math.min(to, values.length); at++)
        most = Math.max(most, values[at] ?? 0);
      const y = bottom - most * (layer.height - 3);
      if (x === 0 && i > 0) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    }
    pen.strokeStyle = colours[i] ?? palette.signal;
    if (i === 0) {
      pen.lineTo(view.width, bottom);
      pen.closePath();
      pen.globalAlpha = 0.3;
      pen.fillStyle = palette.signal;
      pen.fill();
      pen.globalAlpha = 1;
    }
    pen.stroke();
  }
  drawNames(
    pen,
    signals.curves.map(({ name }, i) => ({ name, colour: colours[i] ?? palette.signal })),
    palette,
    layer,
  );
}

function drawNames(
  pen: Pen,
  names: readonly { readonly name: string; readonly colour: string }[],
  palette: Scene["palette"],
  layer: Layer,
): void {
  if (layer.height < 16) return;
  pen.font = `10px ${palette.font}`;
  pen.textBaseline = "middle";
  const widths = names.map(({ name }) => pen.measureText(name).width + 8);
  pen.globalAlpha = 0.8;
  pen.fillStyle = palette.lane;
  pen.fillRect(
    0,
    layer.top,
    widths.reduce((sum, w) => sum + w, 4),
    13,
  );
  pen.globalAlpha = 1;
  let x = 4;
  for (const [i, { name, colour }] of names.entries()) {
    pen.fillStyle = colour;
    pen.fillText(name, x, layer.top + 7);
    x += widths[i] ?? 0;
  }
}
