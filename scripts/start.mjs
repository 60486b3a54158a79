// `npm start` from a fresh clone: install, find ffmpeg, build what is stale, open the app.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureBuilt } from "./lib/build.mjs";
import { ensureInstalled, pinnedNode, toolEnv } from "./lib/install.mjs";
import { root } from "./lib/root.mjs";
import { ensureElectron, ensureFfmpeg, findBrowser } from "./lib/system-tools.mjs";

const say = (text) => process.stderr.write(`footnote: ${text}\n`);
const browserOnly = process.argv.includes("--browser");

ensureInstalled();
if (!ensureFfmpeg()) process.exit(5);
if (!ensureBuilt("renderer")) process.exit(1);

const hasDisplay =
  process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const electron = browserOnly || !hasDisplay ? undefined : ensureElectron();

if (electron && ensureBuilt("desktop")) {
  const args = process.getuid?.() === 0 ? ["--no-sandbox", root] : [root];
  const child = spawn(electron, args, { cwd: root, env: toolEnv, stdio: "inherit" });
  child.on("exit", (code) => process.exit(code ?? 1));
} else {
  if (!browserOnly)
    say(
      hasDisplay
        ? "Electron's binary is not here and could not be downloaded; opening the same app in a browser."
        : "there is no display; serving the app instead.",
    );
  serve(hasDisplay ? findBrowser() : undefined);
}

function serve(browser) {
  const child = spawn(
    pinnedNode,
    [
      "--disable-warning=ExperimentalWarning",
      join(root, "main", "server", "main.ts"),
      ...process.argv.slice(2),
    ],
    {
      cwd: process.env.INIT_CWD ?? root,
      env: toolEnv,
      stdio: ["inherit", "pipe", "inherit"],
    },
  );
  let seen = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text) => {
    process.stdout.write(text);
    if (seen === undefined) return;
    seen += text;
    const address = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(seen)?.[0];
    if (!address) return;
    seen = undefined;
    if (browser) openWindow(browser, address);
    else say(`open ${address} in a Chromium-family browser`);
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => process.exit(code ?? 0));
}

function openWindow(browser, address) {
  const args = [`--app=${address}`, "--window-size=1440,900", "--no-first-run"];
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  const window = spawn(browser, args, { stdio: "ignore", detached: true });
  window.on("error", () => say(`the browser could not be started; open ${address}`));
  window.unref();
}
