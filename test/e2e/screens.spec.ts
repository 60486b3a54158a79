import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { lightFilm } from "../cli/films.ts";
import { root } from "../fixtures-made/made.ts";
import { expect, indexed, openApp, shownFrame, startApp, test, type App } from "./app.ts";
import { screen } from "./screen.ts";

let app: App | undefined;
test.afterEach(async () => {
  await app?.stop();
  app = undefined;
});

/** What a machine is and has. */
const machine = [".checks", ".storage", ".models", ".decoder-trials"];

test("the sample opens indexed, its first question answered, and every screen of it looks right at every size", async ({
  page,
}) => {
  test.setTimeout(300_000);
  app = await startApp({ sample: true, roots: [join(root, "assets/sample")] });
  const problems = await openApp(page, app);
  await indexed(page, "harbour.mp4");
  const { questions } = JSON.parse(readFileSync(join(root, "assets/sample/questions.json"), "utf8")) as {
    questions: string[];
  };
  await expect(page.locator("#search-box")).toHaveValue(questions[0] ?? "");
  await expect(page.locator(".moment.chosen")).toHaveCount(1);
  // The moment chosen is the one on screen, by number and by place.
  const title = await page.locator(".moment.chosen b[title]").getAttribute("title");
  const first = Number(/frames (\d+)/.exec(title ?? "")?.[1]);
  expect(first).toBeGreaterThan(0);
  await expect.poll(() => shownFrame(page)).toBe(first);
  await screen(page, "sample");

  await page.getByRole("tab", { name: "Chat" }).click();
  await page.getByLabel("Ask about the footage …").fill("What happens in this film?");
  await page.keyboard.press("Enter");
  await expect(page.locator(".turn").nth(1).locator(".footnote").first()).toBeVisible();
  await screen(page, "chat");

  await page.getByRole("tab", { name: "Results" }).click();
  await page.getByRole("button", { name: "Send all to the timeline" }).click();
  await page.getByRole("button", { name: "Add a tier" }).click();
  await page.locator(".note-row").first().waitFor();
  await page.locator(".note-main").first().click();
  await page.keyboard.press("Shift+f");
  await page.keyboard.press("Shift+f");
  await expect(page.locator(".note-found em")).toBeVisible();
  await screen(page, "annotations");

  // The timeline as a list, two signals, and the menu that chooses them.
  await page.locator(".position-frame").click();
  await page.keyboard.press("Control+4");
  await expect(page.getByRole("listbox", { name: "What is on the timeline" })).toBeFocused();
  await page.getByRole("button", { name: "Layers" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Loudness" }).click();
  await screen(page, "timeline");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+4");
  await page.keyboard.press("Control+4");

  await page.locator(".position-frame").click();
  for (const [key, name, ready] of [
    ["?", "keys", ".keys-groups"],
    ["Control+k", "palette", ".palette-list li"],
    ["Control+e", "export", "[role=dialog]"],
    ["Alt+c", "clock", "[role=dialog]"],
    ["g", "go-to", ".go-to input"],
  ] as const) {
    await page.keyboard.press(key);
    await page.locator(ready).first().waitFor();
    await screen(page, name, name === "clock" ? ["[role=dialog] input", "[role=dialog] select"] : []);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  }
  await page.getByRole("button", { name: "Settings" }).click();
  await screen(page, "settings", machine);
  for (const [tab, name, ready] of [
    ["Models", "models", ".model-list li"],
    ["Storage", "storage", ".storage li:nth-child(2)"],
    ["This machine", "machine", ".checks li"],
  ] as const) {
    await page.getByRole("tab", { name: tab }).click();
    await page.locator(ready).first().waitFor();
    await screen(page, `settings-${name}`, machine);
  }
  await page.getByRole("tab", { name: "General" }).click();
  await page.getByLabel("Theme").selectOption("light");
  await screen(page, "light-settings", machine);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await screen(page, "light-annotations");
  await page.getByRole("tab", { name: "Results" }).click();
  await screen(page, "light");
  await page.getByRole("tab", { name: "Chat" }).click();
  await screen(page, "light-chat");
  expect(problems).toEqual([]);
});

test("first run without files, the picker, and what is said when something is not there", async ({
  page,
}) => {
  test.setTimeout(240_000);
  app = await startApp();
  const { folder, library } = app;
  const films = join(folder, "films");
  mkdirSync(films);
  copyFileSync(await lightFilm(), join(films, "evening.mp4"));
  await app.kill();
  app = { ...(await startApp({ library, roots: [films] })), folder };
  const problems = await openApp(page, app);
  await expect(page.getByText("No files yet")).toBeVisible();
  await screen(page, "empty");
  await page.getByRole("button", { name: "Import files or a folder" }).click();
  await page.getByText("evening.mp4").click();
  await screen(page, "picker");
  await page.getByRole("button", { name: "Import 1 file" }).click();
  await indexed(page, "evening.mp4");
  await screen(page, "before-a-question");
  const box = page.getByLabel("Find a moment").first();
  await box.fill("the camera pans left");
  await box.press("Enter");
  await expect(page.getByRole("heading", { name: "Not in this footage" })).toBeVisible();
  await screen(page, "nothing-found");
  await box.fill("a cat jumps over the fence");
  await box.press("Enter");
  await expect(page.getByRole("heading", { name: "This cannot be answered yet" })).toBeVisible();
  await screen(page, "cannot-be-answered");
  rmSync(join(films, "evening.mp4"));
  await page.reload();
  await expect(page.locator(".file-row.missing")).toBeVisible();
  await screen(page, "missing");
  expect(problems).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});
