import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plainClip } from "../fixtures-made/made.ts";
import { expect, indexed, openApp, shownFrame, startApp, test, type App } from "./app.ts";

let app: App | undefined;
let out = "";
test.beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), "footnote-out-"));
});
test.afterEach(async () => {
  await app?.stop();
  app = undefined;
  rmSync(out, { recursive: true, force: true });
});

const framesOf = (file: string): number =>
  Number(
    execFileSync("ffprobe", ["-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", file], { encoding: "utf8" }).trim(),
  ); // prettier-ignore

test("a marked range is written as a file of exactly its frames, then as a film that is replaced only when told", async ({
  page,
}) => {
  app = await startApp({ files: [await plainClip()], roots: [out] });
  const problems = await openApp(page, app);
  await indexed(page, "plain.mp4");
  await expect.poll(() => shownFrame(page)).toBe(0);
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(() => shownFrame(page)).toBe(10);
  await page.keyboard.press("i");
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(() => shownFrame(page)).toBe(20);
  await page.keyboard.press("o");
  await page.keyboard.press("Control+e");
  const dialog = page.getByRole("dialog", { name: "Export" });
  // What will be written stands there before anything is: frames 10 to 20 are eleven.
  await expect(dialog.getByText("11 frames")).toBeVisible();
  await dialog.getByRole("button", { name: "Write 1 file" }).click();
  await expect(page.getByText("was written.")).toBeVisible({ timeout: 30_000 });
  const [name] = readdirSync(out);
  expect(framesOf(join(out, name ?? ""))).toBe(11);

  for (const replaced of [false, true]) {
    await page.keyboard.press("Control+e");
    await dialog.getByLabel("As", { exact: true }).selectOption("reel");
    await dialog.getByRole("button", { name: "Write 1 moment" }).click();
    if (replaced) {
      await expect(dialog.getByText("reel.mp4 is there already.")).toBeVisible();
      await dialog.getByRole("button", { name: "Replace it" }).click();
    }
    await expect(page.getByText("reel.mp4 was written: 11 frames.")).toHaveCount(1, { timeout: 30_000 });
    expect(existsSync(join(out, "reel.mp4"))).toBe(true);
    expect(framesOf(join(out, "reel.mp4"))).toBe(11);
    await expect(page.getByText("reel.mp4 was written")).toHaveCount(0, { timeout: 15_000 });
    if (!replaced) {
      await page.keyboard.press("Control+e");
      await dialog.waitFor();
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.screenshot({
        path: ".cache/test-results/screens/export-1280x800.jpg",
        type: "jpeg",
        quality: 88,
      });
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
    }
  }
  expect(problems).toEqual([]);
});

test("looking for what is like this frame says what it needs when there is no picture model", async ({
  page,
}) => {
  app = await startApp({ files: [await plainClip()] });
  await openApp(page, app);
  await indexed(page, "plain.mp4");
  await page.keyboard.press("y");
  await expect(page.locator(".side")).toContainText(/model/i);
});
