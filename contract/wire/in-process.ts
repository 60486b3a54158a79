import type { Channel } from "./envelope.ts";

// Declared here since this folder knows neither DOM nor Node, which both have it.
declare function queueMicrotask(task: () => void): void;

/** Two ends in one process. Messages arrive in order, never within the call that sent them. */
export function channelPair(): [Channel, Channel] {
  let open = true;
  const ends = [0, 1].map(() => ({
    messages: [] as ((text: unknown) => void)[],
    closes: [] as (() => void)[],
  }));
  const make = (own: number, other: number): Channel => ({
    send: (text) => {
      if (!open) return;
      queueMicrotask(() => {
        for (const listener of ends[other]?.messages ?? []) listener(text);
      });
    },
    onMessage: (listener) => void ends[own]?.messages.push(listener),
    onClose: (listener) => void ends[own]?.closes.push(listener),
    close: () => {
      if (!open) return;
      open = false;
      // What was sent before still arrives, as it would over a real pipe.
      queueMicrotask(() => {
        for (const end of ends) for (const listener of end.closes) listener();
      });
    },
  });
  return [make(0, 1), make(1, 0)];
}
