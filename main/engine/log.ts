/** A line of the log: level, what happened, and facts beside it. Never the content of a user's files. */
export type LogLevel = "debug" | "info" | "warn" | "error";
export type Log = (level: LogLevel, text: string, facts?: Readonly<Record<string, unknown>>) => void;

export const silentLog: Log = () => {};

const order: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** Writes lines at or above `least` with the given function, one JSON object a line. */
export function createLog(write: (line: string) => void, least: LogLevel = "info"): Log {
  const floor = order.indexOf(least);
  return (level, text, facts) => {
    if (order.indexOf(level) < floor) return;
    write(`${JSON.stringify({ at: new Date().toISOString(), level, text, ...facts })}\n`);
  };
}
