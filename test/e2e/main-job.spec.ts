import { AxeBuilder } from "@axe-core/playwright";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lightFilm } from "../cli/films.ts";
import { expect, indexed, openApp, startApp, test, type App } from "./app.ts";
import { scenarios } from "./scenarios.ts";
import { browserStage, type Stage } from "./stage.ts";

let app: App | undefined;
let stage: Stage | undefined;
test.afterEach(async () => {
  await stage?.close();
  await app?.stop();
  [stage, app] = [undefined, undefined];
});

for (const { name, films, open, run } of scenarios)
  test(name, async ({ context }) => {
    test.setTimeout(120_000);
    stage = await browserStage(context, { films: await films(), open });
    await run(stage);
    expect(stage.problems).toEqual([]);
  });

test("films and folders dropped on the window are imported from where they lie", async ({ page }) => {
  const film = await lightFilm();
  const folder = mkdtempSync(join(tmpdir(), "footnote-drop-"));
  mkdirSync(join(folder, "shoot/day one"), { recursive: true });
  copyFileSync(film, join(folder, "shoot/day one/dropped.mp4"));
  try {
    app = await startApp({ roots: [folder] });
    const problems = await openApp(page, app);
    const drop = async (name: string, size: number): Promise<void> => {
      const data = await page.evaluateHandle(
        ([called, length]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(length)], called));
          return transfer;
        },
        [name, size] as const,
      );
      await page.dispatchEvent("body", "dragenter", { dataTransfer: data });
      await expect(page.locator(".drop-zone")).toBeVisible();
      await page.dispatchEvent("body", "drop", { dataTransfer: data });
    };
    await drop("dropped.mp4", statSync(film).size);
    await indexed(page, "dropped.mp4");
    await expect(page.locator(".drop-zone")).toHaveCount(0);
    // One that lies nowhere here: the person shows where it is.
    await drop("elsewhere.mp4", 12345);
    await expect(page.getByRole("dialog", { name: "Import" })).toBeVisible();
    expect(problems).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("axe finds nothing serious on any screen", async ({ page }) => {
  app = await startApp({ files: [await lightFilm()] });
  await openApp(page, app);
  await indexed(page, "cli-light.mp4");
  const check = async (what: string): Promise<void> => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
    expect(
      serious.map((v) => `${what}: ${v.id} ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`),
    ).toEqual([]);
  };
  await check("start");
  await page.keyboard.press("/");
  await page.keyboard.type("it is dark");
  await page.keyboard.press("Enter");
  await page.locator(".moment").first().waitFor();
  await check("results");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+4");
  await page.getByRole("listbox", { name: "What is on the timeline" }).waitFor();
  await check("timeline as a list");
  await page.getByRole("button", { name: "Layers" }).click();
  await check("layers menu");
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: "Chat" }).click();
  await page.getByLabel("Ask about the footage …").fill("When is it dark?");
  await page.keyboard.press("Enter");
  await page.locator(".footnote").first().waitFor();
  await check("chat");
  await page.getByRole("button", { name: "Settings" }).click();
  for (const section of ["Models", "Storage", "This machine"]) {
    await page.getByRole("tab", { name: section }).click();
    await page.locator(".settings-panel:not([hidden]) li").first().waitFor();
    await check(`settings: ${section}`);
  }
  await page.getByRole("tab", { name: "General" }).click();
  await check("settings");
  await page.getByLabel("Theme").selectOption("light");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await check("light theme");
});

test("two windows on one library see the same", async ({ page, context }) => {
  app = await startApp({ files: [await lightFilm()] });
  const problems = await openApp(page, app);
  const other = await context.newPage();
  await openApp(other, app);
  await indexed(page, "cli-light.mp4");
  await indexed(other, "cli-light.mp4");
  await page.getByRole("tab", { name: "Chat" }).click();
  await page.getByLabel("Ask about the footage …").fill("When is it dark?");
  await page.keyboard.press("Enter");
  await other.getByRole("tab", { name: "Chat" }).click();
  await expect(other.locator(".turn-question")).toHaveText("When is it dark?");
  await other.locator(".file-row").hover();
  await other.getByRole("button", { name: "cli-light.mp4: Details" }).click();
  await other.getByRole("menuitem", { name: "Remove from library" }).click();
  await expect(page.getByText("No files yet")).toBeVisible();
  expect(problems).toEqual([]);
});
