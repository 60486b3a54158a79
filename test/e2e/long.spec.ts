import { made } from "../fixtures-made/made.ts";
import { expect, indexed, openApp, shownFrame, startApp, test, type App } from "./app.ts";

let app: App | undefined;
test.afterEach(async () => {
  await app?.stop();
  app = undefined;
});

test("a film of three hours: its end, a typed time and a frame deep inside are exact, and what is marked there stays", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const film = await made("e2e-three-hours.mp4", [
    "-f", "lavfi", "-i", "testsrc=size=160x90:rate=2:duration=10800",
    "-c:v", "libx264", "-preset", "ultrafast", "-g", "60", "-pix_fmt", "yuv420p",
  ]); // prettier-ignore
  app = await startApp({ files: [film] });
  const problems = await openApp(page, app);
  // It can be used long before it is indexed to its end.
  await page.getByText("e2e-three-hours.mp4").waitFor();
  await expect(page.locator(".position-frame")).toContainText("21,600", { timeout: 60_000 });
  await expect.poll(() => shownFrame(page)).toBe(0);
  await page.keyboard.press("End");
  await expect.poll(() => shownFrame(page)).toBe(21_599);
  await page.keyboard.press("g");
  await page.keyboard.type("2:00:00");
  await page.keyboard.press("Enter");
  await expect.poll(() => shownFrame(page)).toBe(14_400);
  for (let i = 0; i < 24; i++) await page.keyboard.press("=");
  await page.keyboard.press("i");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => shownFrame(page)).toBe(14_401);
  await page.keyboard.press("o");
  await page.keyboard.press("a");
  await expect(page.locator(".note-row")).toHaveCount(1);
  await page.keyboard.press("Alt+x");
  await page.keyboard.press("Home");
  await expect.poll(() => shownFrame(page)).toBe(0);
  await indexed(page, "e2e-three-hours.mp4");
  await page.reload();
  await page.getByRole("tab", { name: "Annotations" }).click();
  await page.locator(".note-main").click();
  await expect.poll(() => shownFrame(page)).toBe(14_400);
  expect(problems).toEqual([]);
});
