import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

/** The folder of third-party files that these benches read: the first argument, or the one beside the project. Errors: it is not there. */
export function materialFolder(): string {
  const folder = process.argv[2] ?? resolve(import.meta.dirname, "../../../shared/material");
  if (!existsSync(folder)) throw new Error(`${folder} is not there`);
  return folder;
}

/** The rows of a file of moments, one JSON value a line. */
export const readMoments = <T>(name: string): T[] =>
  readFileSync(`${materialFolder()}/moments/${name}`, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
