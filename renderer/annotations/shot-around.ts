/** A stretch of a film in seconds, its end not part of it. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The shot that is on screen at a time in seconds; within a dissolve, which belongs to no shot, the nearer of its two.
 * Undefined before the first shot, after the last one and where none are known.
 */
export function shotAround<S extends Span>(shots: readonly S[], time: number): S | undefined {
  const on = shots.find((s) => time >= s.start - 1e-4 && time < s.end - 1e-4);
  if (on) return on;
  const before = shots.findLast((s) => s.end - 1e-4 <= time);
  const after = shots.find((s) => s.start > time);
  if (!before || !after) return undefined;
  return time - before.end <= after.start - time ? before : after;
}
