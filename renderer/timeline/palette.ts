import { tierColours } from "../../contract/annotations.ts";

/** Colours that the canvas draws with: the window's own tokens, so that both themes reach it. */
export interface Palette {
  readonly ground: string;
  readonly lane: string;
  readonly line: string;
  readonly text: string;
  readonly faint: string;
  readonly wave: string;
  readonly shotA: string;
  readonly shotB: string;
  readonly word: string;
  readonly wordText: string;
  readonly signal: string;
  readonly curve: string;
  readonly moment: string;
  readonly weak: string;
  readonly note: string;
  readonly chosen: string;
  readonly playhead: string;
  readonly range: string;
  /** Colours of tiers. */
  readonly tiers: readonly string[];
  readonly noteText: string;
  readonly font: string;
}

export function readPalette(element: HTMLElement): Palette {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ground: token("panel"),
    lane: token("lane"),
    line: token("line"),
    text: token("text-dim"),
    faint: token("text-faint"),
    wave: token("wave"),
    shotA: token("shot-a"),
    shotB: token("shot-b"),
    word: token("word"),
    wordText: token("word-text"),
    signal: token("signal"),
    curve: token("curve"),
    moment: token("moment"),
    weak: token("moment-weak"),
    note: token("accent"),
    chosen: token("chosen"),
    playhead: token("playhead"),
    range: token("range"),
    tiers: Array.from({ length: tierColours }, (_, i) => token(`tier-${i}`)),
    noteText: token("note-text"),
    font: token("font"),
  };
}
