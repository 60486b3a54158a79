/** What the rest of the window may ask of the timeline; filled in while it is on screen. */
export interface TimelineCommands {
  zoom(factor: number): void;
  all(): void;
  range(range: { start: number; end: number }): void;
}
const idle: TimelineCommands = { zoom: () => {}, all: () => {}, range: () => {} };
let current = idle;

export const provideTimeline = (commands: TimelineCommands | undefined): void => {
  current = commands ?? idle;
};
export const timelineCommands: TimelineCommands = {
  zoom: (factor) => current.zoom(factor),
  all: () => current.all(),
  range: (range) => current.range(range),
};
