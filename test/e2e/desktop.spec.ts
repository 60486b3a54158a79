import { expect, test } from "@playwright/test";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { plainClip, root } from "../fixtures-made/made.ts";
import { scenarios } from "./scenarios.ts";
import { desktopStage, noElectron, type Stage } from "./stage.ts";

const missing = noElectron();
test.beforeAll(() => {
  if (missing === undefined) {
    const built = spawnSync(process.execPath, [join(root, "scripts/build.mjs"), "renderer", "desktop"], {
      cwd: root,
    });
    expect(built.status).toBe(0);
    return;
  }
  process.stdout.write(`desktop: ${scenarios.length + 1} scenarios left out: ${missing}\n`);
});

let stage: Stage | undefined;
test.afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

for (const { name, films, open, run } of scenarios)
  test(`in the Electron window: ${name}`, async () => {
    test.skip(missing !== undefined, missing ?? "");
    test.setTimeout(180_000);
    stage = await desktopStage({ films: await films(), open });
    await run(stage);
    expect(stage.problems).toEqual([]);
  });

test("the Electron window keeps its page to itself", async () => {
  test.skip(missing !== undefined, missing ?? "");
  const opened = await desktopStage({ films: { "plain.mp4": await plainClip() }, open: ["plain.mp4"] });
  stage = opened;
  const { page, app } = opened;
  await page.locator(".file-row", { hasText: "plain.mp4" }).waitFor();
  expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe("undefined");
  await page.evaluate(() => window.open("https://example.org"));
  expect(app.windows()).toHaveLength(1);
});
