import { readFileSync, writeFileSync } from "node:fs";
import { getPriority, setPriority } from "node:os";

/** Steps of niceness: a program that is so much lower gets a tenth of a processor that both want. */
const lower = 10;
const least = 19;

/**
 * Gives a program that was just started less of the processor than this one wherever both want it, and all that is left free. For what
 * works ahead of us: a decoder that is fast enough either way would only make us wait for our own threads.
 * Where the system does not let us, nothing changes.
 */
export function giveWay(pid: number): void {
  try {
    setPriority(pid, Math.min(least, getPriority() + lower));
  } catch {
    // It has ended, or may not be changed.
  }
  if (process.platform !== "linux") return;
  try {
    // Linux shares the processor among sessions first where it groups by them, and a program of its own process group is one by
    // itself: niceness then counts only within it (sched(7), "The autogroup feature").
    const own = /nice (-?\d+)/.exec(readFileSync("/proc/self/autogroup", "utf8"))?.[1];
    writeFileSync(`/proc/${pid}/autogroup`, String(Math.min(least, Number(own ?? 0) + lower)));
  } catch {
    // Sessions are not grouped here.
  }
}
