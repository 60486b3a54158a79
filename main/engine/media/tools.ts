import { access, constants } from "node:fs/promises";
import { createRequire } from "node:module";
import { FootnoteError } from "../../../contract/errors.ts";
import { createContext, type Context } from "../context.ts";
import { runProgram } from "../run-program/run.ts";

export interface Tool {
  readonly path: string;
  readonly version: string;
  readonly origin: "setting" | "environment" | "ffmpeg-static" | "system";
}
export interface Tools {
  readonly ffmpeg: Tool;
  readonly ffprobe: Tool;
}

type Name = keyof Tools;
type Candidate = { path: string; origin: Tool["origin"] };

/** How to install ffmpeg here, in one line. */
export function installAdvice(platform: NodeJS.Platform = process.platform): string {
  if (platform === "darwin") return "Install it with: brew install ffmpeg";
  if (platform === "win32") return "Install it with: winget install Gyan.FFmpeg";
  return "Install it with: sudo apt-get install ffmpeg (or your system's package of that name)";
}

/** Where a tool may be, best first: the user's setting, the environment, the npm package ffmpeg-static, the system. */
function candidates(name: Name, overrides: Partial<Record<Name, string>>): Candidate[] {
  const list: Candidate[] = [];
  const setting = overrides[name];
  if (setting) list.push({ path: setting, origin: "setting" });
  const variable = process.env[name === "ffmpeg" ? "FOOTNOTE_FFMPEG" : "FOOTNOTE_FFPROBE"];
  if (variable) list.push({ path: variable, origin: "environment" });
  if (name === "ffmpeg") {
    try {
      const path: unknown = createRequire(import.meta.url)("ffmpeg-static");
      // Inside a packaged app the binary lies beside the archive, where it can be run.
      if (typeof path === "string")
        list.push({ path: path.replace("app.asar", "app.asar.unpacked"), origin: "ffmpeg-static" });
    } catch {
      // An optional dependency: its download may have failed.
    }
  }
  list.push({ path: name, origin: "system" });
  return list;
}

async function find(ctx: Context, name: Name, overrides: Partial<Record<Name, string>>): Promise<Tool> {
  for (const { path, origin } of candidates(name, overrides)) {
    try {
      if (origin !== "system") await access(path, constants.X_OK);
      const { code, stdout } = await runProgram(ctx, path, ["-hide_banner", "-version"], {
        timeLimit: 15_000,
      });
      const version = /version (\S+)/.exec(stdout.toString())?.[1];
      if (code === 0 && version) return { path, version, origin };
    } catch (error) {
      if (error instanceof FootnoteError && error.code === "cancelled") throw error;
    }
    if (origin === "setting" || origin === "environment")
      throw new FootnoteError("tool-missing", `${name} at ${path} cannot be run.`, {
        file: path,
        hint:
          origin === "environment"
            ? `Correct FOOTNOTE_${name.toUpperCase()} or unset it.`
            : "Correct the setting.",
      });
  }
  throw new FootnoteError("tool-missing", `${name} was not found.`, { hint: installAdvice() });
}

let found: Promise<Tools> | undefined;

/**
 * Finds ffmpeg and ffprobe, once per process. Errors: tool-missing, with the line that installs it.
 * The search is not bound to the first caller's abort: everybody waits for the same answer.
 */
export function findTools(ctx: Context, overrides: Partial<Record<Name, string>> = {}): Promise<Tools> {
  const search = async (): Promise<Tools> => {
    const free = createContext({ log: ctx.log });
    const [ffmpeg, ffprobe] = await Promise.all([
      find(free, "ffmpeg", overrides),
      find(free, "ffprobe", overrides),
    ]);
    return { ffmpeg, ffprobe };
  };
  if (Object.keys(overrides).length > 0) return search();
  found ??= search().catch((error: unknown) => {
    found = undefined; // It may be installed meanwhile.
    throw error;
  });
  return found;
}
