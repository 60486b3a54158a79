// The shell: one window, one engine process. Every decision is in policy.ts, window-options.ts and menu.ts.
import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, screen, session } from "electron";
import type { WebContents } from "electron";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { pageFile } from "../host/page-files.ts";
import { startEngineHost, type EngineHost } from "./engine-host.ts";
import { menuTemplate } from "./menu.ts";
import { openedFiles } from "./opened-files.ts";
import {
  appAddress,
  appOrigin,
  appScheme,
  contentSecurityPolicy,
  mayHave,
  mayLoad,
  mayNavigate,
  mayTalk,
  mediaScheme,
} from "./policy.ts";
import { createRestarts } from "./restarts.ts";
import { fitWindow, windowOptions, type WindowState } from "./window-options.ts";

const here = dirname(fileURLToPath(import.meta.url));
const resources = app.isPackaged ? process.resourcesPath : join(here, "../..");
const rendererDir = join(here, "../renderer");
const stateFile = (): string => join(app.getPath("userData"), "window.json");

protocol.registerSchemesAsPrivileged([
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  // Players ask for byte ranges, and need to know that they may.
  {
    scheme: mediaScheme,
    // Fetched across schemes by the window alone: a snapshot that is saved.
    privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, corsEnabled: true },
  },
]);
app.enableSandbox();

let window: BrowserWindow | undefined;
let engine: EngineHost | undefined;
const nextRestart = createRestarts(Date.now);
/** Pages that asked for the engine while there was none. */
const waiting = new Set<WebContents>();
/** Files that the system asked to open, until a window and an engine are there to take them. */
let toOpen: string[] = [];

function readState(): WindowState | undefined {
  try {
    return JSON.parse(readFileSync(stateFile(), "utf8")) as WindowState;
  } catch {
    return undefined;
  }
}

const choose = async (what: "files" | "folder"): Promise<readonly string[]> => {
  if (!window) return [];
  const { filePaths } = await dialog.showOpenDialog(window, {
    properties: what === "files" ? ["openFile", "multiSelections"] : ["openDirectory"],
  });
  return filePaths;
};

/** The system's own dialog asks before it gives the name of a file that is there. */
const chooseSave = async (what: "file" | "folder", name: string): Promise<readonly string[]> => {
  if (!window) return [];
  if (what === "folder") {
    const { filePaths } = await dialog.showOpenDialog(window, {
      properties: ["openDirectory", "createDirectory"],
    });
    return filePaths.slice(0, 1);
  }
  const { filePath } = await dialog.showSaveDialog(window, { defaultPath: basename(name) });
  return filePath ? [filePath] : [];
};

function hardenSession(): void {
  const own = session.defaultSession;
  own.setPermissionRequestHandler((contents, permission, answer) =>
    answer(mayHave(permission, contents.getURL())),
  );
  own.setPermissionCheckHandler((_contents, permission, origin) => mayHave(permission, origin));
  own.setDevicePermissionHandler(() => false);
  own.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url) }));
  own.protocol.handle(appScheme, async (request) => {
    const { host, pathname } = new URL(request.url);
    const file = host === "window" ? await pageFile(rendererDir, pathname) : undefined;
    if (!file) return new Response(null, { status: 404 });
    return new Response(Uint8Array.from(file.body), {
      headers: {
        "content-type": file.type,
        "content-security-policy": contentSecurityPolicy,
        "x-content-type-options": "nosniff",
      },
    });
  });
  own.protocol.handle(mediaScheme, async (request) => {
    const answer = engine ? await engine.bulk(request) : new Response(null, { status: 503 });
    answer.headers.set("access-control-allow-origin", appOrigin);
    return answer;
  });
}

app.on("web-contents-created", (_event, contents) => {
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.on("will-navigate", (event) => {
    if (!mayNavigate(event.url)) event.preventDefault();
  });
});

async function openWindow(): Promise<void> {
  const stored = readState();
  const place = fitWindow(stored, screen.getAllDisplays().map((d) => d.workArea)); // prettier-ignore
  const opened = new BrowserWindow(
    windowOptions(place, join(here, "preload.cjs"), nativeTheme.shouldUseDarkColors),
  );
  window = opened;
  if (stored?.maximized) opened.maximize();
  opened.once("ready-to-show", () => opened.show());
  opened.on("close", () => {
    const state: WindowState = { bounds: opened.getNormalBounds(), maximized: opened.isMaximized() };
    writeFileSync(stateFile(), JSON.stringify(state));
  });
  opened.on("closed", () => {
    window = undefined;
  });
  await opened.loadURL(appAddress);
  void handOver();
}

async function startEngine(): Promise<void> {
  engine = await startEngineHost({
    script: join(here, "engine-process.js"),
    resources,
    onDialog: choose,
    onSaveDialog: chooseSave,
    onFailed: (message, hint) => {
      dialog.showErrorBox("Footnote cannot open its library", `${message}\n\n${hint}`);
      app.exit(1);
    },
    onGone: (code) => {
      engine = undefined;
      // What was finished is stored; the window reconnects by itself.
      const delay = nextRestart();
      if (delay !== undefined) return void setTimeout(() => void startEngine(), delay);
      dialog.showErrorBox(
        "Footnote's engine cannot be kept running",
        `It ended again and again (code ${code}).\n\nYour files and your library are untouched. Start Footnote again; if it happens again, move the file that was being indexed out of the library.`,
      );
      app.exit(1);
    },
  });
  for (const contents of waiting) if (!contents.isDestroyed()) connect(contents);
  waiting.clear();
  void handOver();
}

/** A page gets a port to the engine; where there is none at the moment, as soon as there is. */
function connect(contents: WebContents): void {
  if (engine) contents.postMessage("engine-port", null, [engine.windowPort()]);
  else waiting.add(contents);
}

/** Gives opened files to the window, as picks: it never learns their paths. */
async function handOver(): Promise<void> {
  if (toOpen.length === 0 || !engine || !window || window.webContents.isLoading()) return;
  const paths = toOpen;
  toOpen = [];
  window.webContents.send("opened", await engine.picksFor(paths));
}

function openFiles(paths: readonly string[]): void {
  toOpen.push(...paths);
  void handOver();
}

const isFile = (path: string): boolean => {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

async function run(): Promise<void> {
  hardenSession();
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate(process.platform, (action) => window?.webContents.send("menu", action)),
    ),
  );
  await startEngine();
  await openWindow();
  app.on("activate", () => {
    if (!window) void openWindow();
  });
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  let leaving = false;
  app.on("before-quit", (event) => {
    if (leaving || !engine) return;
    event.preventDefault();
    leaving = true;
    void engine.stop().finally(() => app.quit());
  });
}

if (!app.requestSingleInstanceLock()) app.quit();
else {
  const how = { packaged: app.isPackaged, isFile };
  openFiles(openedFiles(process.argv, { ...how, folder: process.cwd() }));
  app.on("open-file", (event, path) => {
    event.preventDefault();
    openFiles([path]);
  });
  app.on("second-instance", (_event, argv, folder) => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
    openFiles(openedFiles(argv, { ...how, folder }));
  });
  ipcMain.on("connect", (event) => {
    if (mayTalk(event.senderFrame)) connect(event.sender);
  });
  ipcMain.handle("dropped", async (event, paths: unknown) => {
    if (!engine || !mayTalk(event.senderFrame) || !Array.isArray(paths)) return [];
    return await engine.picksFor(
      paths.filter((path): path is string => typeof path === "string" && path !== ""),
    );
  });
  // Not awaited here: Electron becomes ready only once this module has been loaded.
  app
    .whenReady()
    .then(run)
    .catch((error: unknown) => {
      dialog.showErrorBox("Footnote could not start", String(error));
      app.exit(1);
    });
}
