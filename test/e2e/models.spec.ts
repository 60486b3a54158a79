import { test, expect } from "@playwright/test";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tinySmolVlm } from "../../native-models/tiny/looking.ts";
import { placeModel } from "../../native-models/tiny/models.ts";
import { zipOf } from "../engine/models/archives.ts";
import { twoPrecisions } from "../engine/models/two-precisions.ts";
import { openApp, startApp, type App } from "./app.ts";

let app: App | undefined;
const folder = mkdtempSync(join(tmpdir(), "footnote-e2e-models-"));
test.afterEach(async () => {
  await app?.stop();
  app = undefined;
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a model comes in from an archive, says how near its precisions are and how fast it is; one that another process brings appears by itself", async ({
  page,
}) => {
  const model = twoPrecisions(0.004);
  const from = join(folder, "model");
  placeModel(from, model);
  const names = ["manifest.json", ...Object.keys(model.files)];
  const carried = join(folder, "carried");
  mkdirSync(carried);
  writeFileSync(
    join(carried, "clip.zip"),
    zipOf(names.map((name) => ({ name, data: readFileSync(join(from, name)) }))),
  );
  app = await startApp({ roots: [carried] });
  const problems = await openApp(page, app);
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("tab", { name: "Models" }).click();
  await page.getByRole("button", { name: "Bring a model from a folder" }).click();
  await page.getByRole("navigation", { name: "Places" }).getByRole("button", { name: "carried" }).click();
  await page.getByRole("button", { name: /^Bring clip\.zip/ }).click();
  const row = page.locator(".model-list li", { hasText: "Tiny CLIP" }).first();
  await expect(row).toContainText("in use", { timeout: 30_000 });
  await expect(row).toContainText(
    /int8 agrees with fp32 to 0\.99\d on 8 pictures, 8 sentences, measured here/,
  );
  await row.getByRole("button", { name: /^Do not use Tiny/ }).click();
  await expect(row).not.toContainText("in use");
  await row.getByRole("button", { name: /^Use Tiny/ }).click();
  await expect(row).toContainText("in use");
  await row.getByRole("button", { name: /Measure how fast/ }).click();
  await expect(row).toContainText(/fp32 on cpu: \d.* pictures and \d.* sentences a second/, {
    timeout: 30_000,
  });
  // As the command line does it: made whole elsewhere, then renamed into place.
  const beside = join(folder, "smolvlm");
  placeModel(beside, tinySmolVlm());
  mkdirSync(join(app.library, "models", "tiny-smolvlm"), { recursive: true });
  renameSync(beside, join(app.library, "models", "tiny-smolvlm", "1"));
  await expect(page.locator(".model-list li", { hasText: "Tiny SmolVLM" })).toContainText(
    "moments in words",
    {
      timeout: 15_000,
    },
  );
  expect(problems).toEqual([]);
});
