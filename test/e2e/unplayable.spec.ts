import { made, plainClip } from "../fixtures-made/made.ts";
import { expect, indexed, openApp, shownFrame, startApp, test, type App } from "./app.ts";

let app: App | undefined;
test.afterEach(async () => {
  await app?.stop();
  app = undefined;
});

test("a film that no browser plays is stepped through as stills, and plays once its copy is made, at the same frames", async ({
  page,
}) => {
  const film = await made("e2e-prores.mov", [
    "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=8",
    "-f", "lavfi", "-i", "sine=frequency=500:duration=8",
    "-c:v", "prores_ks", "-profile:v", "2", "-pix_fmt", "yuv422p10le", "-c:a", "pcm_s16le",
  ]); // prettier-ignore
  app = await startApp({ files: [film] });
  const problems = await openApp(page, app);
  await indexed(page, "e2e-prores.mov");
  // Either way the picture is there and steps by frames.
  await expect(page.locator(".picture")).toBeVisible();
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(() => shownFrame(page)).toBe(10);
  await page.locator("video.picture").waitFor({ timeout: 30_000 });
  // The copy takes over at the frame where the stills were.
  await expect.poll(() => shownFrame(page)).toBe(10);
  await expect(page.locator("video.picture")).toHaveAttribute("src", /\/proxy$/);
  await expect
    .poll(() => page.locator("video.picture").evaluate((v: HTMLVideoElement) => v.videoWidth))
    .toBe(640);
  await page.keyboard.press("End");
  await expect.poll(() => shownFrame(page)).toBe(199);
  await page.keyboard.press("Home");
  await page.keyboard.press("Space");
  await expect.poll(() => shownFrame(page), { timeout: 10_000 }).toBeGreaterThan(5);
  // The browser's own complaint about the original is expected, nothing else is.
  expect(problems.filter((p) => !/media|decode|load/i.test(p))).toEqual([]);
});

test("a moment in a film that no browser plays is shown at its first frame, though another film was open", async ({
  page,
}) => {
  const film = await made("e2e-prores-red.mov", [
    "-f", "lavfi", "-i", "color=0x202060:size=640x360:rate=25:duration=4",
    "-f", "lavfi", "-i", "color=red:size=640x360:rate=25:duration=4",
    "-filter_complex", "[0][1]concat=n=2", "-c:v", "prores_ks", "-profile:v", "2", "-pix_fmt", "yuv422p10le",
  ]); // prettier-ignore
  app = await startApp({ files: [await plainClip(), film] });
  await openApp(page, app);
  await indexed(page, "plain.mp4");
  await indexed(page, "e2e-prores-red.mov");
  await page.locator(".file-row", { hasText: "plain.mp4" }).locator(".file-main").click();
  await expect(page.getByRole("region", { name: "plain.mp4" })).toBeVisible();
  await page.getByLabel("Where to look").selectOption({ label: "All files" });
  await page.keyboard.press("/");
  await page.keyboard.type("the picture is red");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "e2e-prores-red.mov" })).toBeVisible();
  await expect.poll(() => shownFrame(page)).toBe(100);
  // Stills first, then the copy: both at that frame.
  await page.locator("video.picture").waitFor({ timeout: 30_000 });
  await expect.poll(() => shownFrame(page)).toBe(100);
});
