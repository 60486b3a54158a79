import { readFileSync, readdirSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";

/** The engine's rooms, row by row: a room imports only from rows above it (and from itself). See docs/architecture.md. */
export const engineRows: readonly (readonly string[])[] = [
  ["context", "log", "ports", "run-program"],
  ["media", "models", "store", "interchange"],
  ["shots", "signals", "audio", "words", "embed", "tracks"],
  ["search", "annotations", "jobs"],
  ["indexing", "grounding"],
  ["chat", "evaluation"],
  ["engine"],
];

/** Rooms of row 2 do not know each other. */
const strangers = new Set(["media", "models", "store", "interchange"]);

/** The only places that may import a thing. */
export const doors: Readonly<Record<string, readonly string[]>> = {
  "better-sqlite3": ["main/engine/store/"],
  "onnxruntime-node": ["main/engine/models/"],
  "@huggingface/transformers": ["main/engine/models/"],
  "tesseract.js": ["main/engine/models/"],
  yauzl: ["main/engine/models/"],
  tar: ["main/engine/models/"],
  "node:child_process": ["main/engine/run-program/"],
  electron: ["main/desktop/"],
  ws: ["main/server/", "main/worker/"],
  "node:http": ["main/server/", "main/worker/", "main/engine/models/install/"],
  "node:https": ["main/engine/models/install/", "main/engine/chat/providers/"],
  "node:net": ["main/server/", "main/worker/"],
  react: ["renderer/"],
};

/** Which top-level folders may import which, beside themselves. */
const folders: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  renderer: ["contract"],
  "main/engine": ["contract"],
  "main/host": ["contract", "main/engine"],
  "main/desktop": ["contract", "main/engine", "main/host"],
  "main/server": ["contract", "main/engine", "main/host"],
  "main/cli": ["contract", "main/engine", "main/host", "main/server"],
  "main/worker": ["contract", "main/engine", "main/host"],
};

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s(?:[^"';]*?\sfrom\s*)?["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;

const isBuiltin = (name: string): boolean =>
  name.startsWith("node:") || builtinModules.includes(name.split("/")[0] ?? "");

function sourcesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && /\.tsx?$/.test(e.name) && !e.parentPath.includes("node_modules"))
    .map((e) => join(e.parentPath, e.name));
}

const folderOf = (path: string): string | undefined =>
  Object.keys(folders)
    .filter((f) => path === f || path.startsWith(`${f}/`))
    .sort((a, b) => b.length - a.length)[0];

const roomOf = (path: string): string | undefined => /^main\/engine\/([^/]+?)(?:\.ts|\/)/.exec(path)?.[1];
const rowOf = (room: string): number => engineRows.findIndex((row) => row.includes(room));

/** Why `from` (a path from the root, with forward slashes) may not import `target` (a path or a package); undefined when it may. */
export function objection(from: string, target: string): string | undefined {
  const door = doors[target];
  if (door && !door.some((d) => from.startsWith(d))) return `only ${door.join(", ")} may import ${target}`;
  if (from.startsWith("contract/") && (isBuiltin(target) || target.startsWith("@types")))
    return "contract/ knows no Node";
  if (from.startsWith("renderer/") && isBuiltin(target)) return "renderer/ runs in a page, which has no Node";
  const [here, there] = [folderOf(from), folderOf(target)];
  if (!here || !there) return undefined;
  if (here !== there && !folders[here]?.includes(there)) return `${here} may not import ${there}`;
  const [room, other] = [roomOf(from), roomOf(target)];
  if (here !== "main/engine" || !room || !other || room === other) return undefined;
  const [row, otherRow] = [rowOf(room), rowOf(other)];
  if (row < 0) return `room ${room} is not in the table of scripts/checks/import-rules.ts`;
  if (otherRow < 0) return `room ${other} is not in the table of scripts/checks/import-rules.ts`;
  if (otherRow > row) return `${room} (row ${row + 1}) may not import ${other} (row ${otherRow + 1})`;
  if (strangers.has(room) && strangers.has(other)) return `${room} and ${other} do not know each other`;
  return undefined;
}

/** Checks every source file below `root`; a line per broken rule. */
export function checkImports(root: string): string[] {
  const broken: string[] = [];
  for (const folder of ["contract", "main", "renderer"]) {
    for (const file of sourcesUnder(join(root, folder))) {
      const from = relative(root, file).split(sep).join("/");
      for (const match of readFileSync(file, "utf8").matchAll(importPattern)) {
        const name = match[1] ?? match[2] ?? "";
        const target = name.startsWith(".")
          ? relative(root, resolve(dirname(file), name))
              .split(sep)
              .join("/")
          : name;
        const reason = objection(from, target);
        if (reason) broken.push(`${from} imports ${target}: ${reason}`);
      }
    }
  }
  return broken;
}
