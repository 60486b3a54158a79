// `npm run build`: the window, and with "desktop" the Electron shell too.
import { ensureBuilt } from "./lib/build.mjs";
import { ensureInstalled } from "./lib/install.mjs";

ensureInstalled();
const targets = process.argv.slice(2);
for (const target of targets.length > 0 ? targets : ["renderer", "desktop"])
  if (!ensureBuilt(target)) process.exit(1);
