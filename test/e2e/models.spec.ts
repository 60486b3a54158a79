import { AxeBuilder } from "@axe-core/playwright";
import { test, expect } from "@playwright/test";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tinySmolVlm } from "../../native-models/tiny/looking.ts";
import { placeModel, tinyMini } from "../../native-models/tiny/models.ts";
import { redFilm } from "../cli/films.ts";
import { zipOf } from "../engine/models/archives.ts";
import { placeBuiltIn, realFootage, research } from "../engine/models/built-in.ts";
import { twoPrecisions } from "../engine/models/two-precisions.ts";
import { indexed, openApp, startApp, type App } from "./app.ts";

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
  // What was measured can be overruled, and left to the measuring again.
  const precision = row.getByLabel("How exactly Tiny CLIP runs");
  await expect(precision).toHaveValue("");
  await precision.selectOption("fp32");
  await expect(row).toContainText("Your choice holds from the next start on.");
  await page.reload();
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("tab", { name: "Models" }).click();
  await expect(precision).toHaveValue("fp32");
  await precision.selectOption("As measured");
  await expect(row).not.toContainText("Your choice holds");
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

test("which built-in model looks at pictures and why, what it learnt from, and its terms once where its results first appear", async ({
  page,
}) => {
  const nativeModels = join(folder, "native-models");
  const trainedOn = [{ name: "Somebody's pictures", what: "7,000 pictures", terms: "research" }];
  placeBuiltIn(
    nativeModels,
    [tinyMini(), "drawn", realFootage(0.3)],
    [
      tinyMini(),
      "photo",
      { ...realFootage(0.47, 0.23), licence: research, limits: "Knows little.", trainedOn },
    ],
    [tinyMini(), "gone", realFootage(0.9)],
  );
  rmSync(join(nativeModels, "gone"), { recursive: true });
  app = await startApp({ nativeModels, files: [await redFilm()] });
  const problems = await openApp(page, app);
  await indexed(page, "cli-red.mp4");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("tab", { name: "Models" }).click();
  const rows = page.locator(".model-list > li");
  // One whose files were left out is not spoken of.
  await expect(rows.locator("b")).toHaveText(["drawn", "photo"]);
  const photo = rows.nth(1);
  await expect(photo).toContainText("in use");
  await expect(photo).toContainText("research only");
  await expect(photo).toContainText(
    "of those built in it measures best on real clips, and on photographs where",
  );
  await expect(photo).toContainText(/first 5 of 18 for 47\s% of 34 descriptions \(28\s% by chance/);
  await expect(photo).toContainText(/Of 1,000 photographs .+ first 10 for 23\s% of the descriptions/);
  await expect(rows.first()).not.toContainText("photographs it finds");
  await photo.getByText("What it learnt from").click();
  await expect(photo.getByText("Somebody's pictures: 7,000 pictures (research)")).toBeVisible();
  await expect(rows.first()).not.toContainText("research only");
  const serious = async (part: string) =>
    (await new AxeBuilder({ page }).include(part).analyze()).violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
  expect(await serious(".model-list")).toEqual([]);
  await page.keyboard.press("Escape");

  const find = async (question: string, reason: string): Promise<void> => {
    await page.keyboard.press("/");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(question);
    await page.keyboard.press("Enter");
    await expect(page.locator(".moment").first()).toContainText(reason);
  };
  const note = page.getByRole("complementary", { name: "Looked at by photo." });
  // What is only measured owes it nothing.
  await find("something red", "red covers");
  await expect(note).toHaveCount(0);
  await find("a red ball", "looks like “a red ball”");
  await expect(note).toContainText("For research, not for commercial use. Knows little.");
  expect(await serious(".model-note")).toEqual([]);
  await note.getByRole("button", { name: "Do not show this again" }).click();
  await expect(note).toHaveCount(0);
  await find("a red ball moving", "looks like “a red ball moving”");
  await expect(note).toHaveCount(0);
  await page.reload();
  await indexed(page, "cli-red.mp4");
  await find("a red ball", "looks like “a red ball”");
  await expect(note).toHaveCount(0);
  expect(problems).toEqual([]);
});
