import { AxeBuilder } from "@axe-core/playwright";
import { lightFilm, panFilm, quietFilm } from "../cli/films.ts";
import { made } from "../fixtures-made/made.ts";
import { expect, indexed, openApp, shownFrame, startApp, test, type App } from "./app.ts";

let app: App | undefined;
test.afterEach(async () => {
  await app?.stop();
  app = undefined;
});

/** The light film over again: smaller, without its first half second. */
const copyOfLight = async (): Promise<string> =>
  made("e2e-light-copy.mp4", [
    "-ss", "0.5", "-i", await lightFilm(), "-vf", "scale=160:-2", "-c:v", "libx264", "-crf", "30", "-pix_fmt", "yuv420p",
  ]); // prettier-ignore

test("type, arrows, Enter plays, S stars, X rejects; the same footage twice is one row that opens", async ({
  page,
}) => {
  app = await startApp({ files: [await lightFilm(), await copyOfLight()] });
  const problems = await openApp(page, app);
  await indexed(page, "cli-light.mp4");
  await indexed(page, "e2e-light-copy.mp4");
  await page.getByLabel("Where to look").selectOption("library");
  await page.keyboard.press("/");
  await page.keyboard.type("it is dark");
  await page.keyboard.press("Enter");
  const cards = page.locator(".moment");
  await expect(page.locator(".moment.chosen .moment-main")).toBeFocused();
  const folded = await cards.count();
  const more = page.getByRole("button", { name: /more shows? the same/ }).first();
  await expect(more).toHaveAttribute("aria-expanded", "false");
  await more.click();
  await expect(cards).toHaveCount(folded + 1);
  await page.getByRole("button", { name: "Fold those that show the same" }).first().click();
  await expect(cards).toHaveCount(folded);
  await page.getByRole("button", { name: "Show every moment, the same ones too" }).click();
  await expect.poll(() => cards.count()).toBeGreaterThan(folded);
  const all = await cards.count();

  await cards.first().locator(".moment-main").focus();
  await cards.first().locator(".moment-main").click();
  await page.keyboard.press("ArrowDown");
  await expect(cards.nth(1).locator(".moment-main")).toBeFocused();
  await expect(cards.nth(1)).toHaveClass(/chosen/);
  await page.keyboard.press("s");
  await expect(cards.nth(1).getByRole("button", { name: "Remove star" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Pause", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible({ timeout: 10_000 });
  await page.keyboard.press("x");
  await expect(cards).toHaveCount(all - 1);
  // The next one is chosen: many are looked through by one key.
  await expect(page.locator(".moment.chosen")).toHaveCount(1);
  await page.getByRole("button", { name: "1 rejected" }).click();
  await expect(cards).toHaveCount(all);
  expect(problems).toEqual([]);
});

test("filters, tags and what was asked of which file", async ({ page }) => {
  app = await startApp({ files: [await lightFilm(), await panFilm(), await quietFilm()] });
  const problems = await openApp(page, app);
  for (const name of ["cli-light.mp4", "cli-pan.mp4", "cli-quiet.mp4"]) await indexed(page, name);
  const rows = page.locator(".file-row");

  // Two files at once get a tag, one of them loses it again.
  await rows.filter({ hasText: "cli-light.mp4" }).locator(".file-main").click();
  await rows
    .filter({ hasText: "cli-pan.mp4" })
    .locator(".file-main")
    .click({ modifiers: ["Control"] });
  await expect(page.getByRole("toolbar", { name: "2 files chosen" })).toBeVisible();
  await page.getByRole("button", { name: "Tags …" }).click();
  await page.getByLabel("New tag").fill("#Evening");
  await page.keyboard.press("Enter");
  await expect(page.locator(".tag-list li")).toHaveText(/#Evening/);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter((v) => v.impact === "serious" || v.impact === "critical")).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(page.locator(".file-tag")).toHaveCount(2);

  const box = page.getByLabel("Find a moment").first();
  await page.locator(".scope").selectOption("library");
  await box.fill("tag:evening");
  await box.press("Enter");
  await expect(page.locator(".moment-file")).toHaveCount(2);
  await box.fill("-tag:evening");
  await box.press("Enter");
  await expect(page.locator(".moment")).toHaveCount(1);
  await expect(page.locator(".moment .moment-main")).toBeVisible();

  // Of all files: by tag and by file, without being asked anew.
  await box.fill("something grey");
  await box.press("Enter");
  await page.locator(".moment").nth(1).waitFor();
  const all = await page.locator(".moment").count();
  const files = page.locator(".filters").getByRole("button", { name: /^\d files/ });
  await files.click();
  await page.getByRole("menuitemcheckbox").first().click();
  await page.keyboard.press("Escape");
  await expect.poll(() => page.locator(".moment").count()).toBeLessThan(all);
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(page.locator(".moment")).toHaveCount(all);

  // Asked of one file; another one comes on screen: said, and one press asks it too.
  await rows.filter({ hasText: "cli-pan.mp4" }).locator(".file-main").click();
  await page.locator(".scope").selectOption("file");
  await box.fill("the camera pans left");
  await box.press("Enter");
  await page.locator(".moment").first().waitFor();
  await rows.filter({ hasText: "cli-light.mp4" }).locator(".file-main").click();
  await expect(page.getByText("This was asked of cli-pan.mp4.")).toBeVisible();
  await page.getByRole("button", { name: "Ask the file on screen" }).click();
  await expect(page.getByRole("heading", { name: "Not in this footage" })).toBeVisible();
  await page.getByRole("button", { name: "Ask all files" }).click();
  await expect(page.locator(".moment").first()).toBeVisible();
  expect(problems).toEqual([]);
});

test("nothing found, something weak, no model: each says what can be done", async ({ page }) => {
  app = await startApp({ files: [await lightFilm()], model: "none" });
  const problems = await openApp(page, app);
  await indexed(page, "cli-light.mp4");
  const box = page.getByLabel("Find a moment").first();
  await box.fill("a cat jumps over the fence");
  await box.press("Enter");
  await page.getByRole("button", { name: "See the models that can" }).click();
  await expect(page.getByRole("tab", { name: "Models", selected: true })).toBeVisible();
  await expect(page.locator(".model-list li").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await box.fill("it is dark, a cat jumps over the fence");
  await box.press("Enter");
  await page.locator(".chip").first().waitFor();
  await box.fill("a flash");
  await box.press("Enter");
  await expect(page.locator(".moment.chosen")).toHaveCount(1);
  await expect.poll(() => shownFrame(page)).toBe(150);
  // Kept, asked again from the list, forgotten.
  await page.getByRole("button", { name: "Keep this question" }).click();
  await page.keyboard.press("Home");
  await expect.poll(() => shownFrame(page)).toBe(0);
  await page.getByRole("button", { name: "Questions kept and asked" }).click();
  await page.getByRole("menuitem", { name: "a flash" }).click();
  await expect.poll(() => shownFrame(page)).toBe(150);
  await page.getByRole("button", { name: "Forget this question" }).click();
  // What looks like this frame needs a model as well.
  await page.keyboard.press("Escape");
  await page.locator(".position-frame").click();
  await page.keyboard.press("y");
  await page.getByRole("button", { name: "See the models that can" }).waitFor();
  expect(problems).toEqual([]);
});

test("in another language nothing of the window is left in English", async ({ page }) => {
  app = await startApp({ files: [await lightFilm()] });
  await page.addInitScript(() => localStorage.setItem("footnote.language", "qps-ploc"));
  await page.goto(app.address);
  await page.locator(".file-row.ready").waitFor({ timeout: 45_000 });
  await page.locator("#search-box").fill("it is dark");
  await page.keyboard.press("Enter");
  await page.locator(".moment").first().waitFor();
  /** Texts that come from no language file: those of films, questions and the engine's findings are data. */
  const english = (): string[] => {
    const data =
      ".file-name, .moment-file, .reason, .chip, .results-why, .checks, .model-list, .suggestion, .brand, kbd, option, .tier-name, .notice, .dim, .picker-root, .picker-entry, .picker-step";
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? "";
      const element = node.parentElement;
      if (!element || element.closest(`${data}, script, style`) || !/[a-z]{3}/i.test(text)) continue;
      const near = element.closest("button, h2, h3, p, label, li, span")?.textContent ?? "";
      if (!text.includes("⟦") && !near.includes("⟦")) found.push(text);
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]"))
      for (const name of ["aria-label", "title", "placeholder"]) {
        const text = element.getAttribute(name) ?? "";
        if (
          /[a-z]{3}/i.test(text) &&
          !text.includes("⟦") &&
          !element.closest(data) &&
          !text.startsWith("cli-light")
        )
          found.push(`${name}: ${text}`);
      }
    return found;
  };
  expect(await page.evaluate(english)).toEqual([]);
  for (const tab of await page.locator(".side .tab").all()) {
    await tab.click();
    expect(await page.evaluate(english)).toEqual([]);
  }
});
