/** What part of a file the timeline shows: seconds, and the pixels they are spread over. */
export interface View {
  readonly start: number;
  readonly end: number;
  readonly width: number;
}

export const pixelsPerSecond = (view: View): number => view.width / Math.max(1e-9, view.end - view.start);
export const xOf = (view: View, seconds: number): number => (seconds - view.start) * pixelsPerSecond(view);
export const secondsAt = (view: View, x: number): number => view.start + x / pixelsPerSecond(view);

/** Widest a single frame gets on screen, in pixels. */
const widestFrame = 80;

/** Keeps a view inside of the file and its scale between the whole file and single frames. */
export function clampView(view: View, duration: number, frameRate: number): View {
  const whole = Math.max(duration, 1e-3);
  const least = Math.min(whole, view.width / (frameRate * widestFrame));
  const length = Math.min(whole, Math.max(least, view.end - view.start));
  const start = Math.min(Math.max(0, view.start), whole - length);
  return { start, end: start + length, width: view.width };
}

/** Zooms by a factor (above 1: closer) so that what lies at pixel `x` stays there. */
export function zoomAt(view: View, x: number, factor: number, duration: number, frameRate: number): View {
  const anchor = secondsAt(view, x);
  const wanted = (view.end - view.start) / factor;
  const whole = clampView({ ...view, end: view.start + wanted }, duration, frameRate);
  const length = whole.end - whole.start;
  const start = anchor - (x / view.width) * length;
  return clampView({ start, end: start + length, width: view.width }, duration, frameRate);
}

/** Moves a view by pixels (positive: to later times). */
export function panBy(view: View, pixels: number, duration: number, frameRate: number): View {
  const shift = pixels / pixelsPerSecond(view);
  return clampView({ ...view, start: view.start + shift, end: view.end + shift }, duration, frameRate);
}

/** The whole file. */
export const wholeView = (duration: number, width: number): View => ({
  start: 0,
  end: Math.max(duration, 1e-3),
  width,
});

/** A view that shows a range with air around it; a range that is on screen already at a readable size moves nothing. */
export function revealRange(
  view: View,
  range: { start: number; end: number },
  duration: number,
  frameRate: number,
): View {
  const seen = range.start >= view.start && range.end <= view.end;
  if (seen && xOf(view, range.end) - xOf(view, range.start) >= 6) return view;
  const length = Math.max(range.end - range.start, 1e-3);
  const span = Math.min(Math.max(length * 3, 4), Math.max(duration, 1e-3));
  const keep =
    !seen && (range.end - range.start) * pixelsPerSecond(view) >= 6 && length < view.end - view.start;
  const wide = keep ? view.end - view.start : span;
  const middle = (range.start + range.end) / 2;
  return clampView(
    { start: middle - wide / 2, end: middle + wide / 2, width: view.width },
    duration,
    frameRate,
  );
}

/** Follows the playhead in pages, so that the picture of the timeline stands still while it is read. */
export function followPlayhead(view: View, seconds: number, duration: number, frameRate: number): View {
  const length = view.end - view.start;
  if (seconds >= view.start && seconds <= view.end) return view;
  const start = seconds < view.start ? seconds - length * 0.9 : seconds - length * 0.05;
  return clampView({ start, end: start + length, width: view.width }, duration, frameRate);
}
