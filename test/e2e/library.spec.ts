import { AxeBuilder } from "@axe-core/playwright";
import { copyFileSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { lightFilm, panFilm, quietFilm } from "../cli/films.ts";
import { made } from "../fixtures-made/made.ts";
import { expect, indexed, openApp, startApp, test, type App } from "./app.ts";

let app: App | undefined;
test.afterEach(async () => {
  await app?.stop();
  app = undefined;
});

/** An app whose picker shows a folder with three films. */
async function withFilms(): Promise<{ films: string; folder: string }> {
  app = await startApp();
  const { folder, library } = app;
  const films = join(folder, "films");
  mkdirSync(films);
  copyFileSync(await lightFilm(), join(films, "evening.mp4"));
  copyFileSync(await panFilm(), join(films, "gate 10.mp4"));
  copyFileSync(await quietFilm(), join(films, "gate 9.mp4"));
  await app.kill();
  app = { ...(await startApp({ library, roots: [folder] })), folder };
  return { films, folder };
}

test("films dropped on the window are chosen where they lie, imported, put in order and gone through by keys", async ({
  page,
}) => {
  const { folder } = await withFilms();
  const problems = await openApp(page, app as App);
  // What a browser tells of a drop: names and contents, no places.
  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["x"], "evening.mp4", { type: "video/mp4" }));
    data.items.add(new File(["x"], "gate 9.mp4", { type: "video/mp4" }));
    return data;
  });
  await page.dispatchEvent("body", "dragenter", { dataTransfer: dropped });
  await expect(page.getByText("Drop films or folders to import them")).toBeVisible();
  await page.dispatchEvent("body", "drop", { dataTransfer: dropped });
  await expect(page.getByText(/A browser does not tell where “evening.mp4” and 1 more lie/)).toBeVisible();
  await page.getByRole("button", { name: "films" }).click();
  await page.getByRole("button", { name: "Import 2 files" }).click();
  await indexed(page, "evening.mp4");
  await indexed(page, "gate 9.mp4");
  await expect(page.locator(".file-row")).toHaveCount(2);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByLabel("gate 10.mp4").check();
  await page.getByRole("button", { name: "Import 1 file" }).click();
  await indexed(page, "gate 10.mp4");
  await expect(page).toHaveTitle("Footnote");

  await page.locator(".file-main").first().click();
  await page.keyboard.press("ArrowDown");
  await expect(page.locator(".file-row").nth(1)).toHaveClass(/selected/);
  await page.keyboard.press("Shift+ArrowDown");
  await expect(page.getByRole("toolbar", { name: "2 files chosen" })).toBeVisible();
  await page.getByRole("button", { name: "Remove from library" }).click();
  await expect(page.locator(".file-row")).toHaveCount(1);
  await expect(page.getByText("2 files left the library.")).toBeVisible();
  expect(problems).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});

test("a film that went elsewhere is shown its new place; another one is not taken for it", async ({
  page,
}) => {
  const { films, folder } = await withFilms();
  await openApp(page, app as App);
  await page.getByRole("button", { name: "Import files or a folder" }).click();
  await page.getByRole("button", { name: "films" }).click();
  await page.getByLabel("evening.mp4").check();
  await page.getByRole("button", { name: "Import 1 file" }).click();
  await indexed(page, "evening.mp4");
  const elsewhere = join(folder, "archive");
  mkdirSync(elsewhere);
  renameSync(join(films, "evening.mp4"), join(elsewhere, "old evening.mp4"));
  await page.reload();
  const row = page.locator(".file-row.missing");
  await expect(row).toContainText("Its index, moments and annotations are kept.");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter((v) => v.impact === "serious" || v.impact === "critical")).toEqual([]);
  await row.getByRole("button", { name: "Show where it is …" }).click();
  await expect(page.getByRole("dialog", { name: "Where is evening.mp4 now?" })).toBeVisible();
  await page.getByLabel("gate 9.mp4").check();
  await page.getByRole("button", { name: "Import 1 file" }).click();
  await expect(page.getByText("evening.mp4 is not among these")).toBeVisible();
  await row.getByRole("button", { name: "Show where it is …" }).click();
  await page.getByRole("button", { name: "Up one folder" }).click();
  await page.getByRole("button", { name: "archive" }).click();
  await page.getByLabel("old evening.mp4").check();
  await page.getByRole("button", { name: "Import 1 file" }).click();
  await expect(page.getByText("is found again.")).toBeVisible();
  await expect(page.locator(".file-row.missing")).toHaveCount(0);
  rmSync(folder, { recursive: true, force: true });
});

test("the indexing of a film is paused, goes on, is cancelled and tried again; all of it rests and goes on too", async ({
  page,
}) => {
  const long = await made("e2e-long.mp4", [
    "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25:duration=60",
    "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "50",
  ]); // prettier-ignore
  app = await startApp({ files: [long] });
  const problems = await openApp(page, app);
  const row = page.locator(".file-row", { hasText: "e2e-long.mp4" });
  await row.waitFor();
  const choose = async (item: string): Promise<void> => {
    await row.hover();
    await row.getByRole("button", { name: "e2e-long.mp4: Details" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await choose("Pause indexing");
  await expect(row).toHaveClass(/paused/);
  await choose("Go on indexing");
  await expect(row).toHaveClass(/indexing|queued/);
  await page.getByRole("button", { name: "Pause all indexing" }).click();
  await expect(page.getByText("1 file waits, paused")).toBeVisible();
  await page.getByRole("button", { name: "Go on indexing" }).click();
  await expect(page.getByText("1 file being indexed")).toBeVisible();
  await expect(page).toHaveTitle(/^\d+ % · Footnote$/);
  await choose("Cancel indexing");
  await expect(row).toHaveClass(/cancelled/);
  await choose("Try again");
  await indexed(page, "e2e-long.mp4");
  await expect(page.getByText("e2e-long.mp4 is indexed")).toBeVisible();
  expect(problems).toEqual([]);
});

test("settings: what is chosen holds at once and after a reload; the report names nobody and nothing", async ({
  page,
}) => {
  app = await startApp({ files: [await lightFilm()] });
  const problems = await openApp(page, app);
  await indexed(page, "cli-light.mp4");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByLabel("Theme").selectOption("light");
  await page.getByLabel("Times as").selectOption("frames");
  await page.getByLabel("Keys", { exact: true }).selectOption("annotator");
  await page.getByRole("checkbox", { name: /Network off/ }).check();
  await page.getByRole("checkbox", { name: /Reduce motion/ }).check();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  await page.getByRole("tab", { name: "Models" }).click();
  await expect(page.getByText("The network is off in the settings")).toBeVisible();
  await page.getByRole("tab", { name: "Storage" }).click();
  await expect(page.locator(".storage-all")).toContainText(/\d (k|M)B/);
  await page.getByRole("tab", { name: "This machine" }).click();
  await page.getByRole("button", { name: "Read it first" }).click();
  const report = page.locator(".report-text");
  await expect(report).toContainText('"networkOff": true');
  await expect(report).not.toContainText(/cli-light|\/tmp|\/home/);
  await page.reload();
  await indexed(page, "cli-light.mp4");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  await expect(page.locator("html")).toHaveAttribute("data-motion", "reduced");
  await page.keyboard.press("/");
  await page.keyboard.type("a flash");
  await page.keyboard.press("Enter");
  await expect(page.locator(".moment-time b").first()).toHaveText("150 – 152");
  expect(problems).toEqual([]);
});
