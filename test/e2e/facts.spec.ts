import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { twoSoundsClip } from "../fixtures-made/made.ts";
import { expect, indexed, openApp, startApp, test, type App } from "./app.ts";

let app: App | undefined;
test.afterEach(async () => {
  await app?.stop();
  app = undefined;
});

test("what is in a file: its streams, which sound is listened to, and its checksum", async ({ page }) => {
  const film = await twoSoundsClip();
  const name = film.split("/").at(-1) ?? "";
  app = await startApp({ files: [film] });
  const problems = await openApp(page, app);
  await indexed(page, name);
  await page.getByRole("button", { name: new RegExp(`^${name}: `) }).click();
  await page.getByRole("menuitem", { name: "What is in it" }).click();
  const dialog = page.getByRole("dialog", { name: `What is in ${name}` });
  await expect(dialog).toContainText("160 × 120, h264");
  await expect(dialog).toContainText("75 at 25 a second");
  await expect(dialog).toContainText("software");
  const second = dialog.getByRole("radio", { name: /deu/ });
  await expect(dialog.getByRole("radio", { name: /eng/ })).toBeChecked();
  await second.check();
  await expect(second).toBeChecked();
  await dialog.getByRole("button", { name: "Compute" }).click();
  await expect(dialog).toContainText(createHash("sha256").update(readFileSync(film)).digest("hex"));
  await dialog.getByRole("button", { name: "Compute" }).click();
  await expect(dialog).toContainText("The same as on");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  expect(problems).toEqual([]);
});
