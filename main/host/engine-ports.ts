import { existsSync, readFileSync } from "node:fs";
import { mkdir, statfs } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
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

/** Where manifests and built-in weights lie: beside the program, or where FOOTNOTE_NATIVE_MODELS says. */
export function modelsFolder(resources = projectFolder()): string {
  const other = process.env["FOOTNOTE_NATIVE_MODELS"];
  return other === undefined || other === "" ? join(resources, "native-models") : resolve(other);
}

/** The picture model that the host asks for: what a command names, else FOOTNOTE_MODEL. */
export function askedEncoder(named?: string): string | undefined {
  const encoder = named ?? process.env["FOOTNOTE_MODEL"];
  return encoder === "" ? undefined : encoder;
}

/** Ports of an engine on this machine. */
export function portsFor(choices: HostChoices, resources = projectFolder()): EnginePorts {
  const encoder = askedEncoder(choices.encoder);
  return {
    ...choices,
    ...(encoder === undefined ? {} : { encoder }),
    assetsDir: join(resources, "assets"),
    modelsDir: modelsFolder(resources),
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
