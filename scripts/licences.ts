/** Gathers the licences of everything that ships into assets/licences/third-party.txt. `npm run licences`. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly homepage?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
const read = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;

/** The folder of a package as another one sees it. */
function find(name: string, from: string): string | undefined {
  for (let at = from; ; at = join(at, "..")) {
    const folder = join(at, "node_modules", name);
    if (existsSync(join(folder, "package.json"))) return folder;
    if (at === join(at, "..")) return undefined;
  }
}

const found = new Map<string, { manifest: Manifest; folder: string }>();
function visit(folder: string): void {
  for (const name of Object.keys(read(folder).dependencies ?? {})) {
    const inner = find(name, folder);
    if (!inner) continue;
    const manifest = read(inner);
    const key = `${manifest.name} ${manifest.version}`;
    if (found.has(key)) continue;
    found.set(key, { manifest, folder: inner });
    visit(inner);
  }
}
visit(root);

const parts = [...found.entries()]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([key, { manifest, folder }]) => {
    const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
    const text = file
      ? readFileSync(join(folder, file), "utf8").trim()
      : "(The package holds no text of its licence.)";
    return `${key}\nLicence: ${manifest.license ?? "see below"}\n\n${text}\n`;
  });
const out = join(root, "assets/licences");
mkdirSync(out, { recursive: true });
writeFileSync(
  join(out, "third-party.txt"),
  `Footnote is made with these packages. FFmpeg is a program of its own that is called as such (LGPL or GPL, by its build). The package sharp loads libvips as a library of its own file, which is under the LGPL-3.0-or-later (https://github.com/lovell/sharp-libvips).\n\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`,
);
process.stdout.write(`${found.size} packages\n`);
