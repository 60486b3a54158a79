import { made } from "../fixtures-made/made.ts";
import { expect, indexed, openApp, shownFrame, startApp, test, type App } from "./app.ts";

let app: App | undefined;
test.afterEach(async () => {
  await app?.stop();
  app = undefined;
});

const bits = 10;
const side = 32;
/** Each frame carries its number as a row of squares: white for 1, black for 0, the lowest bit on the left. */
const numbered = Array.from(
  { length: bits },
  (_, bit) =>
    `drawbox=x=${bit * side}:y=0:w=${side}:h=${side}:t=fill:color=white:enable='eq(mod(floor(n/${2 ** bit})\\,2)\\,1)'`,
).join(",");

const constant = (): Promise<string> =>
  made("e2e-numbered-cfr.mp4", [
    "-f", "lavfi", "-i", `color=c=black:size=${bits * side}x96:rate=30:duration=20`,
    "-vf", numbered, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "48", "-bf", "2",
  ]); // prettier-ignore
/** Every seventh frame and a random third of the rest left out, then numbered. */
const variable = (): Promise<string> =>
  made("e2e-numbered-vfr.mp4", [
    "-f", "lavfi", "-i", `color=c=black:size=${bits * side}x96:rate=30:duration=30`,
    "-vf", `select='not(mod(n\\,7))+gt(random(1)\\,0.35)',${numbered}`,
    "-fps_mode", "passthrough", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "48", "-bf", "2",
  ]); // prettier-ignore

for (const [name, clip] of [
  ["constant", constant],
  ["variable", variable],
] as const)
  test(`the frame number shown is that of the frame presented, ${name} frame rate, 200 random seeks and 50 steps`, async ({
    page,
  }) => {
    test.setTimeout(240_000);
    const file = await clip();
    app = await startApp({ files: [file] });
    await openApp(page, app);
    await indexed(page, file.split("/").at(-1) ?? "");
    const count = Number(
      ((await page.locator(".position-frame").textContent()) ?? "")
        .replaceAll(",", "")
        .match(/of (\d+)/)?.[1],
    );
    expect(count).toBeGreaterThan(400);
    const box = await page.locator(".timeline-box").boundingBox();
    if (!box) throw new Error("no timeline");
    let seed = 99;
    const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
    const drawn = (): Promise<number> =>
      page.evaluate(
        ([n, size]) => {
          const video = document.querySelector<HTMLVideoElement>("video.picture");
          if (!video) throw new Error("no video");
          const canvas = document.createElement("canvas");
          canvas.width = video.videoWidth;
          canvas.height = video.videoHeight;
          const pen = canvas.getContext("2d");
          if (!pen) throw new Error("no canvas");
          pen.drawImage(video, 0, 0);
          let value = 0;
          for (let bit = 0; bit < n; bit++)
            if ((pen.getImageData(bit * size + size / 2, size / 2, 1, 1).data[0] ?? 0) > 128)
              value += 2 ** bit;
          return value;
        },
        [bits, side] as const,
      );
    const wrong: string[] = [];
    // Four seeks to anywhere, then a step.
    for (let i = 0; i < 250; i++) {
      if (i % 5 === 4)
        await page.keyboard.press(["ArrowRight", "ArrowLeft", "Shift+ArrowRight"][i % 3] ?? "ArrowRight");
      else await page.mouse.click(box.x + 2 + random() * (box.width - 4), box.y + 10);
      // A seek is over when the element says so and a frame was presented since.
      await page.waitForFunction(
        () => document.querySelector<HTMLVideoElement>("video.picture")?.seeking === false,
      );
      await page.waitForTimeout(35);
      const [said, seen] = [await shownFrame(page), await drawn()];
      if (said !== seen) {
        // Presentation may trail the seek on a busy machine: it must settle on the truth.
        await page.waitForTimeout(250);
        const [again, truth] = [await shownFrame(page), await drawn()];
        if (again !== truth) wrong.push(`seek ${i}: ${again} shown, ${truth} on screen`);
      }
    }
    expect(wrong).toEqual([]);
  });
