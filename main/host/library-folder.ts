import { homedir } from "node:os";
import { join, resolve } from "node:path";

/**
 * Where the library lies: the folder that was asked for, else FOOTNOTE_LIBRARY, else "library" in the user's own data
 * folder of this system.
 */
export function libraryFolder(
  asked?: string,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (asked) return resolve(asked);
  const named = env["FOOTNOTE_LIBRARY"];
  if (named) return resolve(named);
  return join(dataFolder(env, platform), "library");
}

/** The user's data folder for Footnote, by the system's own rules. */
export function dataFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const home = env["HOME"] ?? homedir();
  if (platform === "win32") return join(env["APPDATA"] ?? join(home, "AppData", "Roaming"), "Footnote");
  if (platform === "darwin") return join(home, "Library", "Application Support", "Footnote");
  return join(env["XDG_DATA_HOME"] ?? join(home, ".local", "share"), "footnote");
}
