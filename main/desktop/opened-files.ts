import { isAbsolute, resolve } from "node:path";

/**
 * The files that a start of the program names: by a double click, "open with", or on the command line. Switches and what is no
 * file are left out. `argv` begins with the program and, where it is not packaged, with the program's own script.
 */
export function openedFiles(
  argv: readonly string[],
  {
    packaged,
    folder,
    isFile,
  }: {
    readonly packaged: boolean;
    /** Where relative names start from: that of the process that was started, which may be a second one. */
    readonly folder: string;
    readonly isFile: (path: string) => boolean;
  },
): string[] {
  const named = argv.slice(packaged ? 1 : 2);
  const rest = named.includes("--") ? named.slice(named.indexOf("--") + 1) : [];
  const plain = (named.includes("--") ? named.slice(0, named.indexOf("--")) : named).filter(
    (word) => !word.startsWith("-"),
  );
  const paths = [...plain, ...rest].map((path) => (isAbsolute(path) ? path : resolve(folder, path)));
  return [...new Set(paths)].filter(isFile);
}
