import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../fixtures-made/made.ts";
import { expect, indexed, openApp, shownFrame, startApp, test, type App } from "./app.ts";

let app: App | undefined;
test.afterEach(async () => {
  await app?.stop();
  app = undefined;
});

/** The kept pictures change only when that is asked for (npm run screens): a test run leaves the checkout as it was. */
const folder = join(
  root,
  process.env["FOOTNOTE_KEEP_SCREENS"] ? "test/e2e/screens" : ".cache/test-results/screens",
);

/** Elements whose text is cut off without an ellipsis, or that stick out of the window. */
const misfits = (): string[] => {
  const out: string[] = [];
  for (const element of document.querySelectorAll<HTMLElement>(
    "button, h2, h3, p, span, b, kbd, label, select",
  )) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    const style = getComputedStyle(element);
    if (
      style.visibility === "hidden" ||
      style.opacity === "0" ||
      element.closest(".hidden, [aria-hidden=true]")
    )
      continue;
    const name = `${element.tagName.toLowerCase()}.${element.className} “${(element.textContent ?? "").slice(0, 30)}”`;
    const scrolls = element.closest(
      ".file-list, .results, .turns, .picker-list, .palette-list, .keys-groups, .settings-panel, .file-list",
    );
    if (!scrolls && (box.right > innerWidth + 1 || box.bottom > innerHeight + 1))
      out.push(`outside: ${name}`);
    const cut =
      element.scrollWidth > element.clientWidth + 1 &&
      style.overflow === "hidden" &&
      style.textOverflow !== "ellipsis";
    if (cut && style.display !== "inline" && element.children.length === 0) out.push(`cut off: ${name}`);
  }
  return out;
};

test("the sample opens indexed, its first question answered, and looks right at every size", async ({
  page,
}) => {
  test.setTimeout(120_000);
  mkdirSync(folder, { recursive: true });
  app = await startApp({ sample: true });
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
  await page.waitForTimeout(800);
  for (const [width, height] of [
    [1280, 800],
    [1920, 1080],
    [2560, 1440],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(700);
    await page.screenshot({ path: join(folder, `sample-${width}x${height}.jpg`), type: "jpeg", quality: 88 });
    expect(await page.evaluate(misfits), `${width}x${height}`).toEqual([]);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole("tab", { name: "Chat" }).click();
  await page.getByLabel("Ask about the footage …").fill("What happens in this film?");
  await page.keyboard.press("Enter");
  await expect(page.locator(".turn").nth(1).locator(".footnote").first()).toBeVisible();
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(folder, "chat-1280x800.jpg"), type: "jpeg", quality: 88 });
  expect(await page.evaluate(misfits), "chat").toEqual([]);
  await page.getByRole("tab", { name: "Results" }).click();
  await page.getByRole("button", { name: "Send all to the timeline" }).click();
  await page.getByRole("button", { name: "Add a tier" }).click();
  await page.locator(".note-row").first().waitFor();
  await page.locator(".note-main").first().click();
  await page.keyboard.press("Shift+f");
  await page.keyboard.press("Shift+f");
  await expect(page.locator(".note-found em")).toBeVisible();
  await page.waitForTimeout(700);
  for (const [width, height] of [
    [1280, 800],
    [1920, 1080],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(500);
    await page.screenshot({
      path: join(folder, `annotations-${width}x${height}.jpg`),
      type: "jpeg",
      quality: 88,
    });
    expect(await page.evaluate(misfits), `annotations ${width}x${height}`).toEqual([]);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.locator("body").click({ position: { x: 640, y: 60 } });
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(folder, "keys-1280x800.jpg"), type: "jpeg", quality: 88 });
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.locator(".checks li").first().waitFor();
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(folder, "settings-1280x800.jpg"), type: "jpeg", quality: 88 });
  await page.getByLabel("Theme").selectOption("light");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.getByRole("tab", { name: "Results" }).click();
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(folder, "light-1280x800.jpg"), type: "jpeg", quality: 88 });
  expect(await page.evaluate(misfits), "light").toEqual([]);
  expect(problems).toEqual([]);
});

test("first run without files, and the picker", async ({ page }) => {
  app = await startApp({ roots: [join(root, "assets/sample")] });
  const problems = await openApp(page, app);
  await expect(page.getByText("No files yet")).toBeVisible();
  await page.screenshot({ path: join(folder, "empty-1280x800.jpg"), type: "jpeg", quality: 88 });
  expect(await page.evaluate(misfits)).toEqual([]);
  await page.getByRole("button", { name: "Import files or a folder" }).click();
  await page.getByText("harbour.mp4").click();
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(folder, "picker-1280x800.jpg"), type: "jpeg", quality: 88 });
  expect(await page.evaluate(misfits)).toEqual([]);
  expect(problems).toEqual([]);
});
