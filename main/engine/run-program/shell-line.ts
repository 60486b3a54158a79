/** A command as a line that a person can paste into a POSIX shell to run it again. For the log only. */
export const shellLine = (file: string, args: readonly string[]): string =>
  [file, ...args].map((a) => (/^[\w@%+=:,./-]+$/.test(a) ? a : `'${a.replaceAll("'", "'\\''")}'`)).join(" ");
