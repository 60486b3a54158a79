import type { Page } from "@playwright/test";
import { plainClip } from "../fixtures-made/made.ts";
import { expect, indexed, openApp, startApp, test, type App } from "./app.ts";

let app: App | undefined;
test.afterEach(async () => {
  await app?.stop();
  app = undefined;
});

const panels = ["library", "side", "time"] as const;
/** Width of the columns and height of the timeline, in whole pixels. */
const sizes = (page: Page): Promise<number[]> =>
  page.evaluate(
    (names) =>
      names.map((name) => {
        const box = document.getElementById(name)?.getBoundingClientRect();
        return Math.round((name === "time" ? box?.height : box?.width) ?? -1);
      }),
    panels,
  );

test("panels are resized, folded away by key and by hand, and found again as they were left", async ({
  page,
}) => {
  app = await startApp({ files: [await plainClip()] });
  const problems = await openApp(page, app);
  await indexed(page, "plain.mp4");
  const [library, side, time] = (await sizes(page)) as [number, number, number];
  expect(Math.min(library, side, time)).toBeGreaterThan(100);
  // Wider by hand.
  const handle = await page.locator(".split.vertical").first().boundingBox();
  if (!handle) throw new Error("no separator");
  await page.mouse.move(handle.x + 2, handle.y + 100);
  await page.mouse.down();
  await page.mouse.move(handle.x + 42, handle.y + 100, { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => (await sizes(page))[0]).toBeGreaterThan(library + 30);
  const wide = (await sizes(page))[0] ?? 0;
  await page.reload();
  await indexed(page, "plain.mp4");
  await expect.poll(async () => Math.abs(((await sizes(page))[0] ?? 0) - wide)).toBeLessThan(3);
  // Folded away: nothing of it is left to Tab or a screen reader.
  for (const key of ["Control+b", "Control+Alt+b", "Control+j"]) await page.keyboard.press(key);
  await expect.poll(() => sizes(page)).toEqual([0, 0, 0]);
  await expect(page.getByRole("tab", { name: "Chat" })).toHaveCount(0);
  await page.reload();
  await page.locator("video.picture").waitFor();
  await expect.poll(() => sizes(page)).toEqual([0, 0, 0]);
  // A question brings the results back, at the size that they had.
  await page.keyboard.press("/");
  await page.keyboard.type("it is dark");
  await page.keyboard.press("Enter");
  await expect.poll(async () => Math.abs(((await sizes(page))[1] ?? 0) - side)).toBeLessThan(3);
  await page.keyboard.press("Escape");
  for (const key of ["Control+b", "Control+j"]) await page.keyboard.press(key);
  await expect.poll(async () => Math.abs(((await sizes(page))[0] ?? 0) - wide)).toBeLessThan(3);
  await expect.poll(async () => (await sizes(page))[2]).toBeGreaterThan(100);
  // Dragged shut it is folded away as well, and a key opens it again.
  const edge = await page.locator(".split.vertical").first().boundingBox();
  await page.mouse.move((edge?.x ?? 0) + 2, (edge?.y ?? 0) + 100);
  await page.mouse.down();
  await page.mouse.move(10, (edge?.y ?? 0) + 100, { steps: 8 });
  await page.mouse.up();
  await expect.poll(async () => (await sizes(page))[0]).toBe(0);
  await page.keyboard.press("Control+b");
  await expect.poll(async () => (await sizes(page))[0]).toBeGreaterThan(100);
  expect(problems).toEqual([]);
});
