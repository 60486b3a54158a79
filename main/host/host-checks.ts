import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { DoctorCheck } from "../../contract/calls.ts";

/** Where Electron's binary would lie, and whether it does: npm brings the package, the binary comes at first run. */
export function findElectron(): { path: string | undefined; version: string | undefined } {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve("electron/package.json"));
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      version?: string;
    };
    const note = join(folder, "path.txt");
    const path = existsSync(note) ? join(folder, "dist", readFileSync(note, "utf8").trim()) : undefined;
    return { path: path !== undefined && existsSync(path) ? path : undefined, version };
  } catch {
    return { path: undefined, version: undefined };
  }
}

/** What the host adds to `doctor`: the window. */
export function hostChecks(): Promise<readonly DoctorCheck[]> {
  const { path, version } = findElectron();
  return Promise.resolve([
    path === undefined
      ? {
          name: "electron",
          state: "warning" as const,
          found: version === undefined ? "not installed" : `package ${version}, without its binary`,
          advice:
            "The app opens in a browser instead; npm start downloads the binary where the network allows it.",
        }
      : { name: "electron", state: "ok" as const, found: `${version ?? "?"} (${path})` },
  ]);
}
