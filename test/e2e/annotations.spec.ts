import type { Page } from "@playwright/test";
import { plainClip } from "../fixtures-made/made.ts";
import { expect, indexed, openApp, shownFrame, startApp, test, type App } from "./app.ts";

let app: App | undefined;
test.afterEach(async () => {
  await app?.stop();
  app = undefined;
});

/** First and last frame of every annotation, as the list shows them. */
const ranges = (page: Page): Promise<string[]> => page.locator(".note-time b").allInnerTexts();

async function openOn(page: Page): Promise<string[]> {
  app = await startApp({ files: [await plainClip()] });
  const problems = await openApp(page, app);
  await indexed(page, "plain.mp4");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByLabel("Times as").selectOption("frames");
  await page.keyboard.press("Escape");
  await expect.poll(() => shownFrame(page)).toBe(0);
  return problems;
}

test("with the keyboard alone: mark, correct both edges to the frame, label, split, undo, redo", async ({
  page,
}) => {
  const problems = await openOn(page);
  const keys = async (...list: string[]): Promise<void> => {
    for (const key of list) await page.keyboard.press(key);
  };
  await keys("Shift+ArrowRight");
  await expect.poll(() => shownFrame(page)).toBe(10);
  await keys("i", "Shift+ArrowRight", "Shift+ArrowRight");
  await expect.poll(() => shownFrame(page)).toBe(30);
  await keys("o", "a");
  await expect.poll(() => ranges(page)).toEqual(["10 – 30"]);
  // The start two frames earlier, the end ten later: the picture follows the edge.
  await keys("d", "d");
  await expect.poll(() => ranges(page)).toEqual(["8 – 30"]);
  await expect.poll(() => shownFrame(page)).toBe(8);
  await keys("Alt+Shift+F");
  await expect.poll(() => ranges(page)).toEqual(["8 – 40"]);
  await expect.poll(() => shownFrame(page)).toBe(40);
  // An edge to the frame on screen.
  await keys("ArrowRight", "ArrowRight");
  await expect.poll(() => shownFrame(page)).toBe(42);
  await keys("w");
  await expect.poll(() => ranges(page)).toEqual(["8 – 42"]);
  await page.getByLabel("Label", { exact: true }).fill("the ball");
  await page.keyboard.press("Enter");
  await expect(page.locator(".note-label")).toHaveText("the ball");
  await keys("v");
  await expect(page.locator(".notes-left")).toHaveText("Reviewed");
  await keys("Shift+ArrowLeft", "Shift+ArrowLeft");
  await expect.poll(() => shownFrame(page)).toBe(22);
  await keys("b");
  await expect.poll(() => ranges(page)).toEqual(["8 – 21", "22 – 42"]);
  await keys("Control+z", "Control+z");
  await expect.poll(() => ranges(page)).toEqual(["8 – 42"]);
  await expect(page.locator(".notes-left")).toHaveText("1 of 1 to review");
  await keys("Control+Shift+Z");
  await expect(page.locator(".notes-left")).toHaveText("Reviewed");
  await keys("Delete");
  await expect.poll(() => ranges(page)).toEqual([]);
  await keys("Control+z");
  await expect.poll(() => ranges(page)).toEqual(["8 – 42"]);
  await expect(page.locator(".note-label")).toHaveText("the ball");
  expect(problems).toEqual([]);
});

test("with the mouse: draw in a tier, drag an edge, a shared edge and the body, snap and undo", async ({
  page,
}) => {
  const problems = await openOn(page);
  await page.getByRole("tab", { name: "Annotations" }).click();
  const box = page.locator(".timeline-box");
  const frame = (await box.boundingBox())!;
  // 100 frames over the whole width.
  const x = (border: number): number => frame.x + (border / 100) * frame.width;
  const rows = await page.locator(".timeline-box").getAttribute("data-notes");
  const [top, height] = (rows ?? "0 0").split(" ").map(Number) as [number, number];
  const y = frame.y + top + height / 2;
  const drag = async (from: number, to: number, options: { modifiers?: string[] } = {}): Promise<void> => {
    await page.mouse.move(x(from), y);
    await page.mouse.down();
    for (const key of options.modifiers ?? []) await page.keyboard.down(key);
    await page.mouse.move(x(from) + (x(to) - x(from)) / 2, y, { steps: 4 });
    await page.mouse.move(x(to), y, { steps: 4 });
    await page.mouse.up();
    for (const key of options.modifiers ?? []) await page.keyboard.up(key);
  };
  await drag(20, 40, { modifiers: ["Shift"] });
  await expect.poll(() => ranges(page)).toEqual(["20 – 39"]);
  await drag(60, 41);
  // The end came near enough to the neighbour to be drawn to it: they share an edge.
  await expect.poll(() => ranges(page)).toHaveLength(2);
  await drag(41, 40);
  await expect.poll(() => ranges(page)).toEqual(["20 – 39", "40 – 59"]);
  await drag(40, 50, { modifiers: ["Control", "Shift"] });
  await expect.poll(() => ranges(page)).toEqual(["20 – 49", "50 – 59"]);
  await drag(55, 80);
  await expect.poll(() => ranges(page)).toEqual(["20 – 49", "75 – 84"]);
  await page.keyboard.press("Control+z");
  await expect.poll(() => ranges(page)).toEqual(["20 – 49", "50 – 59"]);
  await page.keyboard.press("Control+z");
  await expect.poll(() => ranges(page)).toEqual(["20 – 39", "40 – 59"]);
  // A locked tier is left alone.
  await page.getByRole("button", { name: "Lock the tier" }).click();
  await expect(page.getByRole("button", { name: "Unlock the tier" })).toBeVisible();
  await drag(30, 60);
  await expect.poll(() => ranges(page)).toEqual(["20 – 39", "40 – 59"]);
  expect(problems).toEqual([]);
});

test("a found moment is sent to the timeline, corrected, and what was found stays beside it", async ({
  page,
}) => {
  await openOn(page);
  await page.getByLabel("Find a moment").fill("strong colours");
  await page.keyboard.press("Enter");
  await page.locator(".moment").first().hover();
  await page.locator(".moment").first().getByRole("button", { name: "Send to the timeline" }).click();
  await expect(page.locator(".note-found")).toContainText("Found by “strong colours”");
  const before = (await ranges(page))[0] ?? "";
  await page
    .locator(".timeline-box")
    .focus()
    .catch(() => {});
  await page.keyboard.press("Alt+Shift+D");
  await expect(page.locator(".note-found")).toContainText("end -10 frames");
  await expect(page.locator(".note-sign")).toHaveAttribute("aria-label", "Corrected");
  // Sent once more, it is chosen as it is now and not put there twice.
  await page.getByRole("tab", { name: /Results/ }).click();
  await page.locator(".moment").first().hover();
  await page.locator(".moment").first().getByRole("button", { name: "Send to the timeline" }).click();
  await expect(page.getByText("It is on the timeline already.")).toBeVisible();
  await expect(page.locator(".note-row")).toHaveCount(1);
  await expect(page.locator(".note-found")).toContainText("end -10 frames");
  await page.getByRole("button", { name: "Back to what was found" }).click();
  await expect.poll(() => ranges(page)).toEqual([before]);
});

test("two windows on one library see each other's edits, and share one undo", async ({ page, context }) => {
  await openOn(page);
  const other = await context.newPage();
  await openApp(other, app!);
  await other.getByRole("tab", { name: "Annotations" }).click();
  await page.keyboard.press("a");
  await expect(other.locator(".note-row")).toHaveCount(1);
  await expect.poll(() => ranges(page)).toEqual(["0 – 99"]);
  await other.locator(".note-main").click();
  await other.keyboard.press("Alt+Shift+D");
  // The other window shows times; this one shows frames.
  await expect.poll(() => ranges(page)).toEqual(["0 – 89"]);
  await page.keyboard.press("Shift+d");
  await expect.poll(() => ranges(page)).toEqual(["0 – 88"]);
  // Undo takes back what was done last, whichever window did it.
  await other.keyboard.press("Control+z");
  await expect.poll(() => ranges(page)).toEqual(["0 – 89"]);
  await page.keyboard.press("Control+z");
  await expect.poll(() => ranges(page)).toEqual(["0 – 99"]);
});
