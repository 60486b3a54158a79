import {
  _electron as electron,
  type BrowserContext,
  type ElectronApplication,
  type Page,
} from "@playwright/test";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findElectron } from "../../main/host/host-checks.ts";
import { root } from "../fixtures-made/made.ts";
import { testEnv } from "../fixtures-made/native-models.ts";
import { startApp, watchProblems, type App } from "./app.ts";

/** An app on a library of its own with its window open, whichever host shows it. */
export interface Stage {
  page: Page;
  /** A folder that films are imported from. */
  readonly films: string;
  /** Script and console errors of its windows. */
  readonly problems: string[];
  /** Imports by the host's own dialog: names of files below `films`, or one folder there. */
  readonly take: (what: "files" | "folder", ...names: string[]) => Promise<void>;
  /** Ends the engine at once, as a crash would. */
  readonly crash: () => Promise<void>;
  /** The engine is there again; the window may be opened anew if that is how the host does it. */
  readonly revive: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface StageOptions {
  /** Copied into `films` under these names. */
  readonly films: Readonly<Record<string, string>>;
  /** Imported at the start. */
  readonly open: readonly string[];
}

function prepare({ films }: StageOptions): { folder: string; films: string } {
  const folder = mkdtempSync(join(tmpdir(), "footnote-e2e-"));
  const here = join(folder, "films");
  mkdirSync(here);
  for (const [name, from] of Object.entries(films)) copyFileSync(from, join(here, name));
  return { folder, films: here };
}
const library = (page: Page) => page.getByRole("heading", { name: "Library" }).waitFor();

/** In a browser, against the server. */
export async function browserStage(context: BrowserContext, options: StageOptions): Promise<Stage> {
  const { folder, films } = prepare(options);
  const start = (open: readonly string[]): Promise<App> =>
    startApp({
      library: join(folder, "library"),
      roots: [folder],
      files: open.map((name) => join(films, name)),
    });
  let app = await start(options.open);
  const page = await context.newPage();
  const problems = watchProblems(page);
  let known = 0;
  await page.goto(app.address);
  await library(page);
  return {
    page,
    films,
    problems,
    take: async (what, ...names) => {
      await page.getByRole("button", { name: "Import", exact: true }).click();
      const dialog = page.getByRole("dialog", { name: "Import" });
      for (const part of ["films", ...(what === "folder" ? names : [])])
        await dialog.getByRole("button", { name: part, exact: true }).click();
      if (what === "folder") return dialog.getByRole("button", { name: "Import this folder" }).click();
      for (const name of names) await dialog.getByText(name).click();
      await dialog.getByRole("button", { name: /^Import \d/ }).click();
    },
    crash: async () => {
      known = problems.length;
      await app.kill();
    },
    revive: async () => {
      app = await start([]);
      await page.goto(app.address);
      await library(page);
      // Of what the browser said since the crash, that the engine was gone is no problem of the window's: a refused
      // connection, a socket that closed, an answer that broke off in the middle.
      const since = problems.splice(known).filter((said) => !/WebSocket|net::ERR_/.test(said));
      problems.push(...since);
    },
    close: async () => {
      await app.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Why there is no Electron window here; undefined where there is one. */
export const noElectron = (): string | undefined =>
  findElectron().path === undefined
    ? "Electron's binary is not on this machine (npm start downloads it where the network allows)"
    : undefined;

/** In the Electron window, with the engine in its utility process. */
export async function desktopStage(
  options: StageOptions,
): Promise<Stage & { readonly app: ElectronApplication }> {
  const { folder, films } = prepare(options);
  const app = await electron.launch({
    executablePath: findElectron().path ?? "",
    args: [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      `--user-data-dir=${join(folder, "user")}`,
      root,
      ...options.open.map((name) => join(films, name)),
    ],
    env: testEnv({ FOOTNOTE_LIBRARY: join(folder, "library") }) as Record<string, string>,
  });
  const page = await app.firstWindow();
  const problems = watchProblems(page);
  await library(page);
  return {
    app,
    page,
    films,
    problems,
    take: async (what, ...names) => {
      // The shell's own dialog, answered in the main process.
      await app.evaluate(
        ({ dialog }, chosen) => {
          dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: chosen });
        },
        names.map((name) => join(films, name)),
      );
      if (what === "files") return page.getByRole("button", { name: "Import", exact: true }).click();
      // The menu's way: "Import a folder".
      await app.evaluate(({ BrowserWindow }) => {
        for (const window of BrowserWindow.getAllWindows()) window.webContents.send("menu", "importFolder");
      });
    },
    crash: async () => {
      await app.evaluate(({ app: shell }) => {
        for (const { pid, name, serviceName } of shell.getAppMetrics())
          if ([name, serviceName].includes("Footnote engine")) process.kill(pid, "SIGKILL");
      });
    },
    // The shell starts it again by itself, and the window takes up where it was.
    revive: () => library(page),
    close: async () => {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
