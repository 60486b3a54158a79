import type { Page } from "@playwright/test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { made, plainClip, root } from "../fixtures-made/made.ts";
import { expect, indexed, openApp, shownFrame, startApp, test, type App } from "./app.ts";

let app: App | undefined;
test.afterEach(async () => {
  await app?.stop();
  app = undefined;
});

/** English and French sound and subtitles; six seconds at 25 frames. */
async function twoTongues(): Promise<string> {
  const folder = join(root, ".cache/fixtures");
  mkdirSync(folder, { recursive: true });
  const words = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, `1\n00:00:00,000 --> 00:00:06,000\n${text}\n`);
    return path;
  };
  const [en, fr] = [words("e2e-en.srt", "Good morning"), words("e2e-fr.srt", "Bonjour")];
  return await made("e2e-two-tongues.mkv", [
    "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=6",
    "-f", "lavfi", "-i", "sine=frequency=300:duration=6", "-f", "lavfi", "-i", "sine=frequency=900:duration=6",
    "-i", en, "-i", fr, "-map", "0:v", "-map", "1:a", "-map", "2:a", "-map", "3:s", "-map", "4:s",
    "-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=fre", "-metadata:s:a:1", "title=Dubbed",
    "-metadata:s:s:0", "language=eng", "-metadata:s:s:1", "language=fre",
    "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "25", "-c:a", "aac", "-c:s", "srt",
  ]); // prettier-ignore
}
const still = (page: Page) =>
  page.waitForFunction(() => document.querySelector<HTMLVideoElement>("video.picture")?.seeking === false);

test("another sound track is heard from the same frame on, and subtitles are chosen by language", async ({
  page,
}) => {
  const film = await twoTongues();
  app = await startApp({ files: [film] });
  const problems = await openApp(page, app);
  await indexed(page, "e2e-two-tongues.mkv");
  await expect(page.locator(".subtitle")).toHaveText("Good morning");
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(() => shownFrame(page)).toBe(10);
  const menu = page.getByRole("button", { name: "Sound tracks and subtitles" });
  await menu.click();
  await expect(page.getByRole("menuitemradio", { name: "English, mono" })).toBeChecked();
  await page.getByRole("menuitemradio", { name: "Dubbed, French, mono" }).click();
  await page.keyboard.press("Escape");
  const video = page.locator("video.picture");
  await expect(video).toHaveAttribute("src", /proxy\?audio=2&picture=copy$/, { timeout: 20_000 });
  await expect.poll(() => shownFrame(page)).toBe(10);
  await page.keyboard.press("End");
  await expect.poll(() => shownFrame(page)).toBe(149);
  // It plays on when the sound is changed in the middle.
  await page.locator(".position-frame").click();
  await page.keyboard.press("Home");
  await expect.poll(() => shownFrame(page)).toBe(0);
  await page.keyboard.press("Space");
  await menu.click();
  await page.getByRole("menuitemradio", { name: "English, mono" }).click();
  await page.getByRole("menuitemradio", { name: "French", exact: true }).click();
  await expect(page.locator(".subtitle")).toHaveText("Bonjour");
  await page.getByRole("menuitemradio", { name: "Off" }).click();
  await expect(page.locator(".subtitle")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(video).toHaveAttribute("src", /file$/);
  await expect.poll(() => video.evaluate((v: HTMLVideoElement) => v.paused || v.ended)).toBe(false);
  expect(problems).toEqual([]);
});

test("turned, mirrored and wide-pixel films are shown as the engine decodes them", async ({ page }) => {
  const plain = await plainClip();
  const wide = await made("e2e-wide-pixels.mp4", [
    "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=2", "-vf", "setsar=2/1",
    "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "25",
  ]); // prettier-ignore
  // Which of the two an ffmpeg understands depends on its age; the copy of a file is turned by either.
  const turned = await made("e2e-turned.mp4", ["-display_rotation", "90", "-i", plain, "-c", "copy"]).catch(
    () => made("e2e-turned-90.mp4", ["-i", plain, "-c", "copy", "-metadata:s:v:0", "rotate=90"]),
  );
  app = await startApp({ files: [wide, turned] });
  await openApp(page, app);
  for (const [film, shape] of [
    [wide, [320, 120]],
    [turned, [120, 160]],
  ] as const) {
    const name = film.split("/").at(-1) ?? "";
    await indexed(page, name);
    await page.locator(".file-row", { hasText: name }).locator("button").first().click();
    await expect.poll(() => page.locator("video.picture").count()).toBe(1);
    await page.keyboard.press("Shift+ArrowRight");
    await expect.poll(() => shownFrame(page)).toBe(10);
    await still(page);
    const seen = await page.evaluate(async () => {
      const video = document.querySelector<HTMLVideoElement>("video.picture");
      if (!video) throw new Error("no video");
      const image = new Image();
      image.src = video.src.replace(/file$/, "frame/10.png");
      await image.decode();
      const small = (what: CanvasImageSource): Uint8ClampedArray => {
        const pen = Object.assign(document.createElement("canvas"), { width: 40, height: 40 }).getContext(
          "2d",
        );
        if (!pen) throw new Error("no canvas");
        pen.drawImage(what, 0, 0, 40, 40);
        return pen.getImageData(0, 0, 40, 40).data;
      };
      const [a, b] = [small(video), small(image)];
      const off = a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / a.length;
      return { off, video: [video.videoWidth, video.videoHeight], still: [image.width, image.height] };
    });
    expect(seen.video).toEqual(shape);
    expect(seen.still).toEqual(shape);
    // Two decoders and two scalers; a picture that lay otherwise would differ by tens.
    expect(seen.off).toBeLessThan(8);
  }
});

test("shuttle, speed, in and out, loop, time typed in, snapshots: by keys", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const film = await made("e2e-ten-seconds.mp4", [
    "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=10",
    "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "25", "-bf", "2",
  ]); // prettier-ignore
  app = await startApp({ files: [film] });
  const problems = await openApp(page, app);
  await indexed(page, "e2e-ten-seconds.mp4");
  await expect.poll(() => shownFrame(page)).toBe(0);
  const keys = async (...list: string[]): Promise<void> => {
    for (const key of list) await page.keyboard.press(key);
  };
  const rate = (): Promise<number> =>
    page.locator("video.picture").evaluate((v: HTMLVideoElement) => v.playbackRate);
  const goTo = async (where: string): Promise<void> => {
    await keys("g");
    await expect(page.getByRole("textbox", { name: "Go to time" })).toBeFocused();
    await page.keyboard.type(where);
    await keys("Enter");
  };
  const speed = page.getByLabel("Speed");
  // Forwards, faster, stop.
  await keys("l", "l");
  await expect(speed).toHaveValue("2");
  await expect.poll(() => shownFrame(page)).toBeGreaterThan(20);
  await keys("k");
  const stopped = await shownFrame(page);
  expect(await rate()).toBe(1);
  // Backwards, which no browser engine plays: frame numbers fall, and stop at the first.
  await keys("j");
  await expect.poll(() => shownFrame(page)).toBeLessThan(stopped - 5);
  await expect(speed).toHaveValue("-1");
  await keys("j", "j");
  await expect.poll(() => shownFrame(page), { timeout: 15_000 }).toBe(0);
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  // A chosen speed outlasts stopping and shuttling.
  await speed.selectOption("0.1");
  await page.locator(".position-frame").click();
  await keys("Space");
  await expect.poll(rate).toBe(0.1);
  await keys("Space", "l", "k", "Space");
  await expect.poll(rate).toBe(0.1);
  await keys("Space", ">");
  await expect(speed).toHaveValue("0.25");
  await speed.selectOption("16");
  await page.locator(".position-frame").click();
  await keys("Space");
  await expect.poll(rate).toBe(16);
  await expect.poll(() => shownFrame(page)).toBe(249);
  await speed.selectOption("1");
  await page.locator(".position-frame").click();
  // Ten frames of a range, looped: it never leaves them.
  await goTo("00:00:04:00");
  await expect.poll(() => shownFrame(page)).toBe(100);
  await keys("i", "Shift+ArrowRight");
  await expect.poll(() => shownFrame(page)).toBe(110);
  await keys("o", "Control+l", "Shift+i", "Space");
  const seen = new Set<number>();
  const until = Date.now() + 2500;
  while (Date.now() < until) {
    seen.add(await shownFrame(page));
    await page.waitForTimeout(15);
  }
  // Presenting may run a frame or two past the end before the seek back takes hold.
  expect(Math.min(...seen)).toBeGreaterThanOrEqual(100);
  expect(Math.max(...seen)).toBeLessThanOrEqual(113);
  await keys("Space", "Control+l");
  // Its last half second only.
  await keys("i", "Alt+x");
  await goTo("f200");
  await expect.poll(() => shownFrame(page)).toBe(200);
  await keys("o");
  await goTo("2.0");
  await expect.poll(() => shownFrame(page)).toBe(50);
  await keys("i", "Shift+l");
  await expect.poll(() => shownFrame(page)).toBeGreaterThan(187);
  await page.waitForTimeout(1200);
  expect(await shownFrame(page)).toBeGreaterThanOrEqual(187);
  expect(await shownFrame(page)).toBeLessThanOrEqual(203);
  await keys("Space");
  // The same frame as a file and on the clipboard, in full size.
  await keys("Home");
  await expect.poll(() => shownFrame(page)).toBe(0);
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("c")]);
  expect(download.suggestedFilename()).toBe("e2e-ten-seconds frame 0.png");
  await keys("Shift+c");
  await expect(page.getByText("Frame 0 is on the clipboard")).toBeVisible();
  const size = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const picture = await createImageBitmap((await item?.getType("image/png")) ?? new Blob());
    return [picture.width, picture.height];
  });
  expect(size).toEqual([320, 180]);
  // The picture magnified by keys, and whole again.
  const look = page.locator(".magnified");
  await keys("Alt+=", "Alt+=");
  await expect(look).toHaveAttribute("data-look", "2.25");
  await keys("Alt+0");
  await expect(look).toHaveAttribute("data-look", "1.00");
  expect(problems).toEqual([]);
});
