import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "./root.mjs";

const runs = (program, args) => spawnSync(program, args, { stdio: "ignore" }).status === 0;

const isDebian = () => {
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
};

const isRoot = () => process.getuid?.() === 0;

/** Installs Debian packages as root, quietly; false where that cannot be done. */
function aptInstall(packages) {
  if (!isDebian() || !isRoot()) return false;
  process.stderr.write(`footnote: installing ${packages.join(", ")} with apt …\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = () =>
    spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], {
      env,
      stdio: ["ignore", 2, 2],
    }).status === 0;
  if (install()) return true;
  spawnSync("apt-get", ["update", "-q"], { env, stdio: ["ignore", 2, 2] });
  return install();
}

/** How to get ffmpeg on this system, in one line. */
export function ffmpegAdvice() {
  if (process.platform === "darwin") return "install it with: brew install ffmpeg";
  if (process.platform === "win32") return "install it with: winget install Gyan.FFmpeg";
  return isDebian() ? "install it with: sudo apt-get install ffmpeg" : "install the package ffmpeg";
}

/** True when ffmpeg and ffprobe are there, perhaps after installing them. */
export function ensureFfmpeg() {
  const ffmpeg = process.env.FOOTNOTE_FFMPEG ?? "ffmpeg";
  const ffprobe = process.env.FOOTNOTE_FFPROBE ?? "ffprobe";
  if (runs(ffmpeg, ["-version"]) && runs(ffprobe, ["-version"])) return true;
  if (aptInstall(["ffmpeg"]) && runs("ffmpeg", ["-version"])) return true;
  process.stderr.write(
    `footnote: ffmpeg was not found; ${ffmpegAdvice()} (or set FOOTNOTE_FFMPEG and FOOTNOTE_FFPROBE)\n`,
  );
  return false;
}

const browsers =
  process.platform === "darwin"
    ? [
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
      ]
    : process.platform === "win32"
      ? ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"].flatMap((base) => [
          join(process.env[base] ?? "C:\\", "Google\\Chrome\\Application\\chrome.exe"),
          join(process.env[base] ?? "C:\\", "Microsoft\\Edge\\Application\\msedge.exe"),
        ])
      : [
          "/usr/bin/chromium",
          "/usr/bin/chromium-browser",
          "/usr/bin/google-chrome",
          "/usr/bin/microsoft-edge",
          "/snap/bin/chromium",
        ];

/** A Chromium-family browser of this system, if one is installed. */
export const findBrowser = () =>
  [process.env.FOOTNOTE_CHROMIUM, ...browsers].find((path) => path && existsSync(path));

/** As `findBrowser`, installing Debian's Chromium as root where there is none. */
export function ensureBrowser() {
  return findBrowser() ?? (aptInstall(["chromium"]) ? findBrowser() : undefined);
}

/** Electron's binary, if it has been downloaded. */
export function findElectron() {
  const folder = join(root, "node_modules", "electron");
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  try {
    const name = readFileSync(join(folder, "path.txt"), "utf8").trim();
    const binary = join(override ?? join(folder, "dist"), name);
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

/** Tries to fetch Electron's binary once; it is not part of the install. */
export function ensureElectron() {
  const have = findElectron();
  if (have) return have;
  const installer = createRequire(join(root, "package.json")).resolve("electron/install.js");
  spawnSync(process.execPath, [installer], { cwd: root, stdio: "ignore", timeout: 180_000 });
  return findElectron();
}
