import { expect, test, type Locator, type Page } from "@playwright/test";

export const sizes = [
  [1280, 800],
  [1920, 1080],
  [2560, 1440],
] as const;

/** Pixels that may differ, whatever the size: a moved line of text is more, a decoder's rounding is less. */
const tolerance = { threshold: 0.2, maxDiffPixels: 3000 };

const probe = `<!doctype html><meta charset="utf-8"><body style="margin:8px;background:#13161c;color:#e8ebf0;
  font:13px/1.45 Inter,system-ui,-apple-system,'Segoe UI','Noto Sans','DejaVu Sans',sans-serif">
  <p>Find a moment: “the camera pans left” 00:00:46:12 – 1,116 of 1,812 ✓ ⏎ ← →</p>
  <p style="font-weight:600;font-size:15px">Library Results Annotations Chat 0123456789</p>
  <p style="font-size:11px">Sample · 1:16 · 720p Key frames only (no camera moves)</p>`;

let fonts: boolean | undefined;

/** Whether this machine draws text as the one did that the kept pictures come from; asked once, by a picture of some text. */
async function sameFonts(page: Page): Promise<boolean> {
  if (fonts !== undefined) return fonts;
  const blank = await page.context().newPage();
  try {
    await blank.setViewportSize({ width: 640, height: 120 });
    await blank.setContent(probe);
    const picture = await blank.screenshot();
    try {
      expect(picture).toMatchSnapshot("font-probe.png", { threshold: 0.2, maxDiffPixelRatio: 0.005 });
      fonts = true;
    } catch {
      fonts = false;
    }
  } finally {
    await blank.close();
  }
  return fonts;
}

/** Elements whose text is cut off without an ellipsis, or that stick out of the window. */
const misfits = (): string[] => {
  const out: string[] = [];
  for (const element of document.querySelectorAll<HTMLElement>(
    "button, h2, h3, p, span, b, kbd, label, select",
  )) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    const style = getComputedStyle(element);
    if (
      style.visibility === "hidden" ||
      style.opacity === "0" ||
      element.closest(".hidden, [aria-hidden=true]")
    )
      continue;
    const name = `${element.tagName.toLowerCase()}.${element.className} “${(element.textContent ?? "").slice(0, 30)}”`;
    const scrolls = element.closest(
      ".file-list, .results, .turns, .picker-list, .palette-list, .keys-groups, .settings-panel, .timeline-list, .notes-list, .menu, .models",
    );
    if (!scrolls && (box.right > innerWidth + 1 || box.bottom > innerHeight + 1))
      out.push(`outside: ${name}`);
    const cut =
      element.scrollWidth > element.clientWidth + 1 &&
      style.overflow === "hidden" &&
      style.textOverflow !== "ellipsis";
    if (cut && style.display !== "inline" && element.children.length === 0) out.push(`cut off: ${name}`);
  }
  return out;
};

/** The window once it has come to rest: two pictures in a row are the same. */
async function atRest(page: Page, mask: Locator[]): Promise<Buffer> {
  await page.waitForLoadState("networkidle").catch(() => {});
  let last: Buffer | undefined;
  for (let i = 0; i < 12; i++) {
    await page.waitForTimeout(i === 0 ? 350 : 200);
    const now = await page.screenshot({ type: "jpeg", quality: 78, animations: "disabled", mask, maskColor: "#808080" }); // prettier-ignore
    if (last?.equals(now)) return now;
    last = now;
  }
  throw new Error("the window does not come to rest");
}

/**
 * Takes the window at every size, checks that nothing is cut off or sticks out, and compares with the kept picture. Where this
 * machine draws text otherwise the pictures are not compared, and that is said. `volatile`: what differs from run to run.
 */
export async function screen(page: Page, name: string, volatile: readonly string[] = []): Promise<void> {
  const mask = volatile.map((selector) => page.locator(selector));
  const compared = await sameFonts(page);
  if (!compared) {
    const why = `${name}: taken but not compared, because text is drawn otherwise on this machine (other fonts)`;
    test.info().annotations.push({ type: "screens", description: why });
    process.stdout.write(`screens: ${why}\n`);
  }
  // Remarks come and go by themselves.
  await expect(page.locator(".notice")).toHaveCount(0, { timeout: 20_000 });
  const before = page.viewportSize();
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    const picture = await atRest(page, mask);
    expect(await page.evaluate(misfits), `${name} ${width}x${height}`).toEqual([]);
    if (compared) expect.soft(picture).toMatchSnapshot(`${name}-${width}x${height}.jpg`, tolerance);
  }
  if (before) await page.setViewportSize(before);
}
