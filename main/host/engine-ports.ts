import { existsSync, readFileSync } from "node:fs";
import { mkdir, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EnginePorts } from "../engine/ports.ts";

/** What a host decides; the rest is the same for all of them. */
export type HostChoices = Pick<
  EnginePorts,
  "libraryDir" | "ownerName" | "resolvePick" | "picking" | "bulkPrefix" | "log"
> &
  Partial<
    Pick<EnginePorts, "offerSample" | "resolveSave" | "startWork" | "hostChecks" | "encoder" | "modelsHome">
  >;

/** The folder that holds package.json, assets and models: the checkout, or the packaged app's resources. */
export function projectFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** The version in package.json. */
export function ownVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(join(projectFolder(), "package.json"), "utf8"));
  const version = (parsed as { version?: unknown }).version;
  return typeof version === "string" ? version : "0.0.0";
}

/** Ports of an engine on this machine. */
export function portsFor(choices: HostChoices, resources = projectFolder()): EnginePorts {
  const encoder = choices.encoder ?? process.env["FOOTNOTE_MODEL"];
  return {
    ...choices,
    ...(encoder === undefined || encoder === "" ? {} : { encoder }),
    assetsDir: join(resources, "assets"),
    modelsDir: join(resources, "native-models"),
    now: Date.now,
    version: ownVersion(),
    freeSpace: async () => {
      if (choices.libraryDir === ":memory:") return Number.MAX_SAFE_INTEGER;
      await mkdir(choices.libraryDir, { recursive: true });
      const { bavail, bsize } = await statfs(choices.libraryDir);
      return bavail * bsize;
    },
  };
}
