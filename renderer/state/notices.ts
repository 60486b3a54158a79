import { create } from "zustand";
import type { ErrorBody } from "../../contract/errors.ts";

export interface Notice {
  readonly id: number;
  readonly level: "info" | "warning" | "error";
  readonly text: string;
  readonly file?: string | undefined;
  readonly hint?: string | undefined;
}

const shown = 4;
/** Remarks go by themselves; errors stay until they are read. */
const lifetime = 5000;
let next = 1;

export const useNotices = create<{ readonly notices: readonly Notice[] }>(() => ({ notices: [] }));

export const dismiss = (id: number): void =>
  useNotices.setState(({ notices }) => ({ notices: notices.filter((n) => n.id !== id) }));

/** Tells the person something, without stopping what they do. */
export function notify(level: Notice["level"], what: string | ErrorBody): void {
  const id = next++;
  const notice: Notice =
    typeof what === "string"
      ? { id, level, text: what }
      : { id, level, text: what.message, file: what.file?.split(/[\\/]/).at(-1), hint: what.hint };
  useNotices.setState(({ notices }) => ({ notices: [...notices, notice].slice(-shown) }));
  if (level !== "error") setTimeout(() => dismiss(id), lifetime);
}
