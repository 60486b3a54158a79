import { test as base, type Page } from "@playwright/test";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../fixtures-made/made.ts";
import { testEnv } from "../fixtures-made/native-models.ts";

/** A running app: the server as its own process on a library of its own. */
export interface App {
  readonly address: string;
  readonly folder: string;
  readonly library: string;
  /** Ends the engine at once, as a crash would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface AppOptions {
  readonly files?: readonly string[];
  readonly roots?: readonly string[];
  readonly sample?: boolean;
  readonly library?: string;
  readonly port?: number;
  /** The picture model, or "none". */
  readonly model?: string;
  /** Manifests and built-in weights; those of the project without any weights unless said. */
  readonly nativeModels?: string;
}

export async function startApp(options: AppOptions = {}): Promise<App> {
  const folder = options.library === undefined ? mkdtempSync(join(tmpdir(), "footnote-e2e-")) : "";
  const library = options.library ?? join(folder, "library");
  const child: ChildProcess = spawn(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      join(root, "main/server/main.ts"),
      "--library",
      library,
      ...(options.port === undefined ? [] : ["--port", String(options.port)]),
      ...(options.sample ? [] : ["--no-sample"]),
      ...(options.roots ?? []).flatMap((r) => ["--root", r]),
      ...(options.files ?? []),
    ],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: testEnv({
        ...(options.model === undefined ? {} : { FOOTNOTE_MODEL: options.model }),
        ...(options.nativeModels === undefined ? {} : { FOOTNOTE_NATIVE_MODELS: options.nativeModels }),
      }),
    },
  );
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return {
    address,
    folder,
    library,
    kill: () => end("SIGKILL"),
    stop: async () => {
      await end("SIGTERM");
      if (folder) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Collects script errors and console errors that are not expected. */
export function watchProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(`${error.name}: ${error.message}`));
  page.on("console", (message) => {
    // Pictures that are not made yet answer 404; the browser itself reports those.
    if (message.type() === "error" && !message.text().includes("404")) problems.push(message.text());
  });
  return problems;
}

/** Opens the app; the test then expects what went wrong in it to be nothing. */
export async function openApp(page: Page, app: App): Promise<string[]> {
  const problems = watchProblems(page);
  await page.goto(app.address);
  await page.getByRole("heading", { name: "Library" }).waitFor();
  return problems;
}

/** Waits until a file of the list is indexed. */
export async function indexed(page: Page, name: string): Promise<void> {
  await page.locator(".file-row.ready", { hasText: name }).waitFor({ timeout: 45_000 });
}

/** The frame that the window says is on screen. */
export const shownFrame = async (page: Page): Promise<number> =>
  Number(await page.locator(".position-frame").getAttribute("data-frame"));

export const test = base;
export { expect } from "@playwright/test";
