import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lightFilm, panFilm, quietFilm } from "../cli/films.ts";
import { made } from "../fixtures-made/made.ts";
import { indexed, shownFrame } from "./app.ts";
import type { Stage } from "./stage.ts";

/** What people do with the app, played through in a browser and in the Electron window alike. */
export interface Scenario {
  readonly name: string;
  /** Films by the name they get, and where they come from. */
  readonly films: () => Promise<Readonly<Record<string, string>>>;
  /** Those that are imported at the start. */
  readonly open: readonly string[];
  readonly run: (stage: Stage) => Promise<void>;
}

const row = (page: Page, name: string) => page.locator(".file-row", { hasText: name });
const keys = async (page: Page, ...list: string[]): Promise<void> => {
  for (const key of list) await page.keyboard.press(key);
};
async function ask(page: Page, question: string): Promise<void> {
  await page.keyboard.press("/");
  await page.keyboard.type(question);
  await page.keyboard.press("Enter");
}
const light = async () => ({ "light.mp4": await lightFilm() });
/** A minute of 720p: long enough to be interrupted. */
const long = (): Promise<string> =>
  made("e2e-long.mp4", [
    "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25:duration=60",
    "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "50",
  ]); // prettier-ignore

export const scenarios: readonly Scenario[] = [
  {
    name: "import, index, ask, click a moment, and the frame shown is its first",
    films: async () => ({ "pan.mp4": await panFilm() }),
    open: [],
    run: async ({ page, take }) => {
      await take("files", "pan.mp4");
      await indexed(page, "pan.mp4");
      await page.getByLabel("Find a moment").first().fill("the camera pans left");
      await page.keyboard.press("Enter");
      const card = page.locator(".moment").first();
      await expect(card).toContainText("the camera moves left");
      await card.locator(".moment-main").click();
      const title = await card.locator("b[title]").first().getAttribute("title");
      const first = Number(/frames (\d+)/.exec(title ?? "")?.[1]);
      expect(first).toBeGreaterThan(30);
      await expect.poll(() => shownFrame(page)).toBe(first);
    },
  },
  {
    name: "a question without an answer says so; one that cannot be answered says why",
    films: light,
    open: ["light.mp4"],
    run: async ({ page }) => {
      await indexed(page, "light.mp4");
      const box = page.getByLabel("Find a moment").first();
      await box.fill("the camera pans left");
      await box.press("Enter");
      await expect(page.getByRole("heading", { name: "Not in this footage" })).toBeVisible();
      await box.fill("the sound of applause");
      await box.press("Enter");
      await expect(page.getByRole("heading", { name: "This cannot be answered yet" })).toBeVisible();
      await expect(page.locator(".chip.unusable").first()).toBeVisible();
    },
  },
  {
    name: "a chat answer streams, and its footnotes seek the player",
    films: light,
    open: ["light.mp4"],
    run: async ({ page }) => {
      await indexed(page, "light.mp4");
      await row(page, "light.mp4").locator("button").first().click();
      await page.getByRole("tab", { name: "Chat" }).click();
      await page.getByLabel("Ask about the footage …").fill("When is it dark?");
      await page.keyboard.press("Enter");
      const note = page.locator(".footnote").first();
      await expect(note).toHaveText("1");
      await note.click();
      await expect.poll(() => shownFrame(page)).toBeGreaterThan(65);
      await expect.poll(() => shownFrame(page)).toBeLessThan(85);
      // The conversation is the library's: a window that opens has it.
      await page.reload();
      await page.getByRole("tab", { name: "Chat" }).click();
      await expect(page.locator(".turn-question")).toHaveText("When is it dark?");
    },
  },
  {
    name: "the main job by keyboard alone",
    films: light,
    open: ["light.mp4"],
    run: async ({ page }) => {
      await indexed(page, "light.mp4");
      await ask(page, "a flash");
      await expect(page.locator(".moment.chosen")).toHaveCount(1);
      await page.keyboard.press("Escape");
      // The player goes to the moment that was chosen.
      await expect.poll(() => shownFrame(page)).toBeGreaterThan(0);
      const start = await shownFrame(page);
      await page.keyboard.press("ArrowRight");
      await expect.poll(() => shownFrame(page)).toBe(start + 1);
      await page.keyboard.press("Shift+ArrowLeft");
      await expect.poll(() => shownFrame(page)).toBe(start - 9);
      await page.keyboard.press("s");
      await expect(page.getByRole("button", { name: "Remove star" })).toHaveCount(1);
      await page.keyboard.press("End");
      await expect.poll(() => shownFrame(page)).toBe(199);
      await page.keyboard.press("Home");
      await expect.poll(() => shownFrame(page)).toBe(0);
      await page.keyboard.press("g");
      await page.keyboard.type("f77");
      await page.keyboard.press("Enter");
      await expect.poll(() => shownFrame(page)).toBe(77);
      await page.keyboard.press("Control+k");
      await page.keyboard.type("reject the moment");
      await page.keyboard.press("Enter");
      await expect(page.getByRole("button", { name: "1 rejected" })).toBeVisible();
      // A person's word is the library's: it is there after a reload.
      await page.reload();
      await indexed(page, "light.mp4");
      await ask(page, "a flash");
      await expect(page.getByRole("button", { name: "1 rejected" })).toBeVisible();
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
    },
  },
  {
    name: "the timeline by keyboard alone: the list says what it draws, follows the playhead and leads it",
    films: light,
    open: ["light.mp4"],
    run: async ({ page }) => {
      await indexed(page, "light.mp4");
      await ask(page, "it is dark");
      await expect(page.locator(".moment.chosen")).toHaveCount(1);
      await keys(page, "Escape", "Home");
      await expect.poll(() => shownFrame(page)).toBe(0);
      await page.keyboard.press("Control+4");
      const list = page.getByRole("listbox", { name: "What is on the timeline" });
      await expect(list).toBeFocused();
      const current = list.getByRole("option", { selected: true });
      await expect(current).toHaveAccessibleName(/^Shot, .* Shot 1$/);
      const moment = list.getByRole("option", { name: /^Moment/ }).first();
      await expect(moment).toBeVisible();
      const at = Number(await moment.getAttribute("aria-posinset"));
      for (let i = 1; i < at; i++) await page.keyboard.press("ArrowDown");
      await expect(current).toHaveAccessibleName(/^Moment/);
      const first = await shownFrame(page);
      expect(first).toBeGreaterThan(65);
      // The playhead goes on its own way: the list goes with it.
      await page.keyboard.press("Home");
      await expect.poll(() => shownFrame(page)).toBe(0);
      await expect(current).toHaveAccessibleName(/^Shot, .* Shot 1$/);
      await expect(list).toHaveAttribute("aria-activedescendant", "item-0");
      // A layer that is hidden is gone from both.
      await page.getByRole("button", { name: "Layers" }).click();
      await page.getByRole("menuitemcheckbox", { name: "Shots" }).click();
      await page.keyboard.press("Escape");
      await expect(list.getByRole("option", { name: /^Shot/ })).toHaveCount(0);
      const { violations } = await new AxeBuilder({ page }).include(".timeline").analyze();
      expect(violations.map((v) => `${v.id}: ${v.help}`)).toEqual([]);
    },
  },
  {
    name: "a moment is played from its first frame to its last and stops there",
    films: async () => ({ "quiet.mp4": await quietFilm() }),
    open: ["quiet.mp4"],
    run: async ({ page }) => {
      await indexed(page, "quiet.mp4");
      await ask(page, "silence");
      await expect(page.locator(".moment.chosen")).toHaveCount(1);
      const title = await page.locator(".moment.chosen b[title]").getAttribute("title");
      const last = Number(/–(\d+)/.exec(title ?? "")?.[1]);
      await keys(page, "Escape", "Enter");
      await expect(page.getByRole("button", { name: "Pause", exact: true })).toBeVisible();
      await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible({ timeout: 10_000 });
      expect(Math.abs((await shownFrame(page)) - last)).toBeLessThanOrEqual(1);
    },
  },
  {
    name: "reloading in the middle of indexing loses nothing; a broken file says what is wrong",
    films: async () => ({ "long.mp4": await long() }),
    open: [],
    run: async ({ page, films, take }) => {
      const folder = join(films, "tapes");
      mkdirSync(folder);
      copyFileSync(join(films, "long.mp4"), join(folder, "long.mp4"));
      writeFileSync(join(folder, "letter.mp4"), "This is a letter, whatever its name says.\n");
      await take("folder", "tapes");
      await row(page, "long.mp4").waitFor();
      const refused = page.locator(".notice.error", { hasText: "letter.mp4" });
      await expect(refused).toContainText("This is a text file, whatever its name says.");
      await expect(refused).toContainText("Choose a video or sound file.");
      await page.reload();
      await row(page, "long.mp4").waitFor();
      // Still at work when the page is back: the reload did come in the middle.
      await expect(row(page, "long.mp4")).not.toHaveClass(/ready/);
      await indexed(page, "long.mp4");
    },
  },
  {
    name: "a file deleted under the app is reported, and found again where it went",
    films: light,
    open: ["light.mp4"],
    run: async ({ page, films, take }) => {
      await indexed(page, "light.mp4");
      rmSync(join(films, "light.mp4"));
      await page.reload();
      await expect(page.locator(".file-row.missing")).toBeVisible();
      await row(page, "light.mp4").locator("button").first().click();
      await expect(page.locator(".stage-note")).toBeVisible();
      mkdirSync(join(films, "elsewhere"));
      copyFileSync(await lightFilm(), join(films, "elsewhere/renamed.mp4"));
      await take("folder", "elsewhere");
      await expect(page.locator(".file-row.missing")).toHaveCount(0);
      await expect(page.locator(".file-row.ready", { hasText: /light|renamed/ })).toHaveCount(1);
    },
  },
  {
    name: "the engine crashes while it indexes: the window says so, and goes on with nothing lost when it is back",
    films: async () => ({ "light.mp4": await lightFilm(), "long.mp4": await long() }),
    open: ["light.mp4"],
    run: async ({ page, take, crash, revive }) => {
      await indexed(page, "light.mp4");
      await row(page, "light.mp4").locator("button").first().click();
      await expect.poll(() => shownFrame(page)).toBe(0);
      // What a person did: a mark with a label, corrected, one step of it undone; a star; a question in the chat.
      await keys(page, "i", "Shift+ArrowRight");
      await expect.poll(() => shownFrame(page)).toBe(10);
      await keys(page, "o", "a");
      await expect(page.locator(".note-row")).toHaveCount(1);
      await page.getByLabel("Label", { exact: true }).fill("by hand");
      await page.keyboard.press("Enter");
      await expect(page.locator(".note-label")).toHaveText("by hand");
      const time = await page.locator(".note-time b").innerText();
      await page.keyboard.press("Escape");
      await page.locator(".position-frame").click();
      await page.keyboard.press("Shift+f");
      await expect(page.locator(".note-time b")).not.toHaveText(time);
      await ask(page, "a flash");
      await expect(page.locator(".moment.chosen")).toHaveCount(1);
      await keys(page, "Escape", "s");
      await expect(page.getByRole("button", { name: "Remove star" })).toHaveCount(1);
      await take("files", "long.mp4");
      await expect(row(page, "long.mp4")).toContainText("%");
      await crash();
      await expect(page.getByRole("alert")).toContainText("connection to the engine was lost");
      await revive();
      await expect(page.getByRole("alert")).toHaveCount(0);
      await expect(row(page, "light.mp4")).toHaveClass(/ready/);
      await row(page, "light.mp4").locator("button").first().click();
      await page.getByRole("tab", { name: "Annotations" }).click();
      await expect(page.locator(".note-label")).toHaveText("by hand");
      await expect(page.locator(".note-time b")).not.toHaveText(time);
      // The step before the crash can still be taken back.
      await page.locator(".position-frame").click();
      await page.keyboard.press("Control+z");
      await expect(page.locator(".note-time b")).toHaveText(time);
      await ask(page, "a flash");
      await expect(page.getByRole("button", { name: "Remove star" })).toHaveCount(1);
      // And the film that it was at goes on by itself.
      await indexed(page, "long.mp4");
    },
  },
];
