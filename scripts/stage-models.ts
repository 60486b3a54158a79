/**
 * Puts what a package carries of native-models into dist/native-models: every manifest, and of the built-in models the files that it
 * declares, with a text of their licences and of what they learnt from. `--without-research`, or FOOTNOTE_WITHOUT_RESEARCH=1, leaves out all that is for research only.
 */
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseManifest } from "../main/engine/models/catalogue.ts";
import type { ModelManifest } from "../main/engine/models/manifest.ts";

export interface Staged {
  /** Built-in models whose files are in the package, by id, and which of them are for research only. */
  readonly builtIn: readonly string[];
  readonly research: readonly string[];
  /** Left out: for research only, or without its files here. */
  readonly left: readonly string[];
}

/**
 * Fills `to` anew from `from`, a folder as native-models. A manifest says what is for research, not the name of a folder. Errors: those of
 * `parseManifest`; a built-in file that is missing beside others, or not the one that is declared.
 */
export function stageModels(from: string, to: string, withoutResearch: boolean): Staged {
  const [builtIn, research, left]: [string[], string[], string[]] = [[], [], []];
  const licences: string[] = [];
  rmSync(to, { recursive: true, force: true });
  mkdirSync(join(to, "manifests"), { recursive: true });
  for (const name of readdirSync(join(from, "manifests")).filter((n) => n.endsWith(".json"))) {
    const source = join(from, "manifests", name);
    const manifest = parseManifest(JSON.parse(readFileSync(source, "utf8")));
    const { id, files, licence, origin } = manifest;
    const here = origin.kind === "built-in" && files.some(({ path }) => existsSync(join(from, id, path)));
    if ((withoutResearch && licence.research) || (origin.kind === "built-in" && !here)) {
      left.push(id);
      continue;
    }
    cpSync(source, join(to, "manifests", name));
    if (!here) continue;
    for (const { path, sha256 } of files) {
      const file = join(from, id, path);
      if (createHash("sha256").update(readFileSync(file)).digest("hex") !== sha256)
        throw new Error(`${file} is not the file that its manifest declares.`);
      mkdirSync(dirname(join(to, id, path)), { recursive: true });
      cpSync(file, join(to, id, path));
    }
    licences.push(licenceText(manifest));
    builtIn.push(id);
    if (licence.research) research.push(id);
  }
  writeFileSync(join(to, "licences.txt"), licences.join("\n"));
  return { builtIn, research, left };
}

const licenceText = ({ title, id, licence, trainedOn = [] }: ModelManifest): string =>
  [
    `${title} (${id})`,
    `Licence: ${licence.name}${licence.research ? ", for research only" : ""}`,
    ...(licence.note === undefined ? [] : [licence.note]),
    ...trainedOn.map(({ name, what, terms }) => `  ${name}: ${what} (${terms})`),
    "",
  ].join("\n");

/** Whether the switch is set, on the command line or in the environment. */
export const leavesResearchOut = (args: readonly string[], env: NodeJS.ProcessEnv): boolean =>
  args.includes("--without-research") || !["", "0", undefined].includes(env["FOOTNOTE_WITHOUT_RESEARCH"]);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const without = leavesResearchOut(process.argv, process.env);
  const { builtIn, research, left } = stageModels(
    join(root, "native-models"),
    join(root, "dist", "native-models"),
    without,
  );
  const list = (ids: readonly string[]): string => ids.join(", ") || "none";
  process.stderr.write(`footnote: built-in models: ${list(builtIn)}; left out: ${list(left)}\n`);
  if (research.length > 0)
    process.stderr.write(
      `footnote: for research only, not to be passed on: ${list(research)} (--without-research leaves them out)\n`,
    );
}
