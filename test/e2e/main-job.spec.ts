import { AxeBuilder } from "@axe-core/playwright";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lightFilm, panFilm, quietFilm } from "../cli/films.ts";
import { made } from "../fixtures-made/made.ts";
import { expect, indexed, openApp, shownFrame, startApp, test, type App } from "./app.ts";

let app: App | undefined;
test.afterEach(async () => {
  await app?.stop();
  app = undefined;
});

test("import by the picker, index, ask, click a moment, and the frame shown is its first", async ({
  page,
}) => {
  const film = await panFilm();
  app = await startApp({ roots: [join(film, "..")] });
  const problems = await openApp(page, app);
  await expect(page.getByText("No files yet")).toBeVisible();
  await page.getByRole("button", { name: "Import files or a folder" }).click();
  await page.getByText("cli-pan.mp4").click();
  await page.getByRole("button", { name: "Import 1 file" }).click();
  await indexed(page, "cli-pan.mp4");
  await page.getByLabel("Find a moment").first().fill("the camera pans left");
  await page.keyboard.press("Enter");
  const card = page.locator(".moment").first();
  await expect(card).toContainText("the camera moves left");
  await card.locator(".moment-main").click();
  const title = await card.locator("b[title]").first().getAttribute("title");
  const first = Number(/frames (\d+)/.exec(title ?? "")?.[1]);
  expect(first).toBeGreaterThan(30);
  await expect.poll(() => shownFrame(page)).toBe(first);
  expect(problems).toEqual([]);
});

test("a question without an answer says so; one that cannot be answered says why", async ({ page }) => {
  app = await startApp({ files: [await lightFilm()] });
  const problems = await openApp(page, app);
  await indexed(page, "cli-light.mp4");
  const box = page.getByLabel("Find a moment").first();
  await box.fill("the camera pans left");
  await box.press("Enter");
  await expect(page.getByRole("heading", { name: "Not in this footage" })).toBeVisible();
  await box.fill("a cat jumps over the fence");
  await box.press("Enter");
  await expect(page.getByRole("heading", { name: "This cannot be answered yet" })).toBeVisible();
  await expect(page.locator(".chip.unusable").first()).toBeVisible();
  expect(problems).toEqual([]);
});

test("a chat answer streams, and its footnotes seek the player", async ({ page }) => {
  app = await startApp({ files: [await lightFilm()] });
  const problems = await openApp(page, app);
  await indexed(page, "cli-light.mp4");
  await page.getByRole("tab", { name: "Chat" }).click();
  await page.getByLabel("Ask about the footage …").fill("When is it dark?");
  await page.keyboard.press("Enter");
  const note = page.locator(".footnote").first();
  await expect(note).toHaveText("1");
  await note.click();
  await expect.poll(() => shownFrame(page)).toBeGreaterThan(65);
  await expect.poll(() => shownFrame(page)).toBeLessThan(85);
  // The conversation is the library's: a new window has it.
  await page.reload();
  await page.getByRole("tab", { name: "Chat" }).click();
  await expect(page.locator(".turn-question")).toHaveText("When is it dark?");
  expect(problems).toEqual([]);
});

test("the main job by keyboard alone", async ({ page }) => {
  app = await startApp({ files: [await lightFilm()] });
  const problems = await openApp(page, app);
  await indexed(page, "cli-light.mp4");
  await page.keyboard.press("/");
  await page.keyboard.type("a flash");
  await page.keyboard.press("Enter");
  await expect(page.locator(".moment.chosen")).toHaveCount(1);
  await page.keyboard.press("Escape");
  // The moment's first frame comes on screen.
  await expect.poll(() => shownFrame(page)).toBeGreaterThan(0);
  const start = await shownFrame(page);
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => shownFrame(page)).toBe(start + 1);
  await page.keyboard.press("Shift+ArrowLeft");
  await expect.poll(() => shownFrame(page)).toBe(start - 9);
  await page.keyboard.press("s");
  await expect(page.getByRole("button", { name: "Remove star" })).toHaveCount(1);
  await page.keyboard.press("End");
  await expect.poll(() => shownFrame(page)).toBe(199);
  await page.keyboard.press("Home");
  await expect.poll(() => shownFrame(page)).toBe(0);
  await page.keyboard.press("g");
  await page.keyboard.type("f77");
  await page.keyboard.press("Enter");
  await expect.poll(() => shownFrame(page)).toBe(77);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("reject");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "1 rejected" })).toBeVisible();
  // A person's word is the library's: it is there after a reload.
  await page.reload();
  await indexed(page, "cli-light.mp4");
  await page.keyboard.press("/");
  await page.keyboard.type("a flash");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "1 rejected" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  expect(problems).toEqual([]);
});

test("a moment is played from its first frame to its last and stops there", async ({ page }) => {
  app = await startApp({ files: [await quietFilm()] });
  const problems = await openApp(page, app);
  await indexed(page, "cli-quiet.mp4");
  await page.keyboard.press("/");
  await page.keyboard.type("silence");
  await page.keyboard.press("Enter");
  await expect(page.locator(".moment.chosen")).toHaveCount(1);
  const title = await page.locator(".moment.chosen b[title]").getAttribute("title");
  const last = Number(/–(\d+)/.exec(title ?? "")?.[1]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Pause", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible({ timeout: 10_000 });
  expect(Math.abs((await shownFrame(page)) - last)).toBeLessThanOrEqual(1);
  expect(problems).toEqual([]);
});

test("axe finds nothing serious on any screen", async ({ page }) => {
  app = await startApp({ files: [await lightFilm()] });
  await openApp(page, app);
  await indexed(page, "cli-light.mp4");
  const check = async (what: string): Promise<void> => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
    expect(
      serious.map((v) => `${what}: ${v.id} ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`),
    ).toEqual([]);
  };
  await check("start");
  await page.keyboard.press("/");
  await page.keyboard.type("it is dark");
  await page.keyboard.press("Enter");
  await page.locator(".moment").first().waitFor();
  await check("results");
  await page.getByRole("tab", { name: "Chat" }).click();
  await page.getByLabel("Ask about the footage …").fill("When is it dark?");
  await page.keyboard.press("Enter");
  await page.locator(".footnote").first().waitFor();
  await check("chat");
  await page.getByRole("button", { name: "Settings" }).click();
  for (const section of ["Models", "Storage", "This machine"]) {
    await page.getByRole("tab", { name: section }).click();
    await page.locator(".settings-panel:not([hidden]) li").first().waitFor();
    await check(`settings: ${section}`);
  }
  await page.getByRole("tab", { name: "General" }).click();
  await check("settings");
  await page.getByLabel("Theme").selectOption("light");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await check("light theme");
});

test("reloading in the middle of indexing loses nothing; a broken file says what is wrong", async ({
  page,
}) => {
  const long = await made("e2e-long.mp4", [
    "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25:duration=60",
    "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "50",
  ]); // prettier-ignore
  app = await startApp();
  const here = join(app.folder, "films");
  mkdirSync(here);
  copyFileSync(long, join(here, "e2e-long.mp4"));
  writeFileSync(join(here, "letter.mp4"), "This is a letter, whatever its name says.\n");
  const { library, folder } = app;
  await app.kill();
  app = { ...(await startApp({ library, roots: [folder] })), folder };
  const problems = await openApp(page, app);
  await page.getByRole("button", { name: "Import files or a folder" }).click();
  await page.getByRole("button", { name: "films" }).click();
  await page.getByRole("button", { name: "Import this folder" }).click();
  const row = page.locator(".file-row", { hasText: "e2e-long.mp4" });
  await row.waitFor();
  const refused = page.locator(".notice.error", { hasText: "letter.mp4" });
  await expect(refused).toContainText("This is a text file, whatever its name says.");
  await expect(refused).toContainText("Choose a video or sound file.");
  await page.reload();
  await row.waitFor();
  // Still at work when the page is back: the reload did come in the middle.
  await expect(row).not.toHaveClass(/ready/);
  await indexed(page, "e2e-long.mp4");
  expect(problems).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});

test("two windows on one library see the same", async ({ page, context }) => {
  app = await startApp({ files: [await lightFilm()] });
  const problems = await openApp(page, app);
  const other = await context.newPage();
  await openApp(other, app);
  await indexed(page, "cli-light.mp4");
  await indexed(other, "cli-light.mp4");
  await page.getByRole("tab", { name: "Chat" }).click();
  await page.getByLabel("Ask about the footage …").fill("When is it dark?");
  await page.keyboard.press("Enter");
  await other.getByRole("tab", { name: "Chat" }).click();
  await expect(other.locator(".turn-question")).toHaveText("When is it dark?");
  await other.locator(".file-row").hover();
  await other.getByRole("button", { name: "cli-light.mp4: Details" }).click();
  await other.getByRole("menuitem", { name: "Remove from library" }).click();
  await expect(page.getByText("No files yet")).toBeVisible();
  expect(problems).toEqual([]);
});

test("a file deleted under the app is reported, and found again where it went", async ({ page }) => {
  app = await startApp();
  const here = join(app.folder, "films");
  mkdirSync(here);
  copyFileSync(await lightFilm(), join(here, "film.mp4"));
  const { library, folder } = app;
  await app.kill();
  app = { ...(await startApp({ library, roots: [folder], files: [join(here, "film.mp4")] })), folder };
  await openApp(page, app);
  await indexed(page, "film.mp4");
  rmSync(join(here, "film.mp4"));
  await page.reload();
  await expect(page.locator(".file-row.missing")).toBeVisible();
  mkdirSync(join(folder, "elsewhere"));
  copyFileSync(await lightFilm(), join(folder, "elsewhere/renamed.mp4"));
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByRole("button", { name: "elsewhere" }).click();
  await page.getByRole("button", { name: "Import this folder" }).click();
  await expect(page.locator(".file-row.ready")).toHaveCount(1);
  rmSync(folder, { recursive: true, force: true });
});

test("the engine crashes: the window says so, and goes on with nothing lost when it is back", async ({
  page,
}) => {
  app = await startApp({ files: [await lightFilm()] });
  await openApp(page, app);
  await indexed(page, "cli-light.mp4");
  const { library, folder } = app;
  await app.kill();
  await expect(page.getByRole("alert")).toContainText("connection to the engine was lost");
  app = { ...(await startApp({ library })), folder };
  await page.goto(app.address);
  await indexed(page, "cli-light.mp4");
  rmSync(folder, { recursive: true, force: true });
});
