import type { Progress } from "../../contract/calls.ts";

const width = 24;
const pause = 80;

export interface ProgressBar {
  readonly show: (p: Progress) => void;
  /** Wipes the line, so that what follows starts clean. */
  readonly clear: () => void;
}

/** One line of a bar, redrawn in place: text, bar, percent; without a total only text and count. */
export function barLine({ done, total, text = "" }: Progress, columns: number): string {
  const share = total && total > 0 ? Math.min(1, Math.max(0, done / total)) : undefined;
  const filled = share === undefined ? 0 : Math.round(share * width);
  const bar =
    share === undefined
      ? ""
      : `${"█".repeat(filled)}${"░".repeat(width - filled)} ${String(Math.round(share * 100)).padStart(3)} %  `;
  const room = Math.max(0, columns - bar.length - 1);
  const said = text.length > room ? `…${text.slice(text.length - room + 1)}` : text;
  return `${bar}${room > 1 ? said : ""}`;
}

/** A progress bar on a terminal; nothing at all where there is none. */
export function createProgressBar(stream: NodeJS.WriteStream): ProgressBar {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} };
  let drawn = false;
  let last = 0;
  return {
    show: (p) => {
      const now = performance.now();
      if (drawn && now - last < pause) return;
      last = now;
      drawn = true;
      stream.write(`\r\u001B[2K${barLine(p, stream.columns || 80)}`);
    },
    clear: () => {
      if (drawn) stream.write("\r\u001B[2K");
      drawn = false;
    },
  };
}
