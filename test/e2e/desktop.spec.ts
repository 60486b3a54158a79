import { _electron as electron, expect, test } from "@playwright/test";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findElectron } from "../../main/host/host-checks.ts";
import { plainClip, root } from "../fixtures-made/made.ts";

const { path } = findElectron();

test("the Electron window opens on the library, answers, and keeps its page to itself", async () => {
  test.skip(
    path === undefined,
    "Electron's binary is not on this machine (npm start downloads it where the network allows)",
  );
  const built = spawnSync(process.execPath, [join(root, "scripts/build.mjs"), "renderer", "desktop"], {
    cwd: root,
  });
  expect(built.status).toBe(0);
  const folder = mkdtempSync(join(tmpdir(), "footnote-desktop-"));
  const app = await electron.launch({
    executablePath: path ?? "",
    args: [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), root],
    env: { ...(process.env as Record<string, string>), FOOTNOTE_LIBRARY: join(folder, "library") },
  });
  try {
    const page = await app.firstWindow();
    await page.getByRole("heading", { name: "Library" }).waitFor();
    await page.locator(".file-row.ready").first().waitFor({ timeout: 60_000 });
    await page.getByLabel("Find a moment").first().fill("the camera pans left");
    await page.keyboard.press("Enter");
    await expect(page.locator(".moment").first()).toBeVisible();
    // The shell's own dialog, answered in the main process.
    const film = await plainClip();
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, film);
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await expect(page.locator(".file-row")).toHaveCount(2);
    expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe("undefined");
    await page.evaluate(() => window.open("https://example.org"));
    expect(app.windows()).toHaveLength(1);
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
