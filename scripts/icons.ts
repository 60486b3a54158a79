/** Draws the icons from assets/icons/icon.svg: PNGs, a Windows .ico and a macOS .icns. `npm run icons`. */
import { chromium } from "playwright";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../assets/icons", import.meta.url));
const svg = readFileSync(join(folder, "icon.svg"), "utf8");

async function pngs(sizes: readonly number[]): Promise<Map<number, Buffer>> {
  const browser = await chromium.launch({
    executablePath: process.env["FOOTNOTE_CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const page = await browser.newPage({ deviceScaleFactor: 1 });
    const out = new Map<number, Buffer>();
    for (const size of sizes) {
      await page.setViewportSize({ width: size, height: size });
      await page.setContent(
        `<style>html,body{margin:0;background:transparent}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
      );
      out.set(
        size,
        await page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } }),
      );
    }
    return out;
  } finally {
    await browser.close();
  }
}

/** A Windows icon: a directory of PNG pictures. */
function ico(pictures: readonly (readonly [number, Buffer])[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let at = head.length;
  for (const [n, [size, png]] of pictures.entries()) {
    const entry = 6 + 16 * n;
    head[entry] = size % 256;
    head[entry + 1] = size % 256;
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(png.length, entry + 8);
    head.writeUInt32LE(at, entry + 12);
    at += png.length;
  }
  return Buffer.concat([head, ...pictures.map(([, png]) => png)]);
}

/** A macOS icon: blocks of a four-letter type and PNG bytes. */
function icns(pictures: readonly (readonly [string, Buffer])[]): Buffer {
  const blocks = pictures.map(([type, png]) => {
    const head = Buffer.alloc(8);
    head.write(type, 0, "latin1");
    head.writeUInt32BE(png.length + 8, 4);
    return Buffer.concat([head, png]);
  });
  const head = Buffer.alloc(8);
  head.write("icns", 0, "latin1");
  head.writeUInt32BE(8 + blocks.reduce((sum, block) => sum + block.length, 0), 4);
  return Buffer.concat([head, ...blocks]);
}

const made = await pngs([16, 24, 32, 48, 64, 128, 256, 512, 1024]);
const png = (size: number): Buffer => {
  const bytes = made.get(size);
  if (!bytes) throw new Error(`no picture of ${size}`);
  return bytes;
};
writeFileSync(join(folder, "icon.png"), png(1024));
writeFileSync(join(folder, "icon-512.png"), png(512));
writeFileSync(
  join(folder, "icon.ico"),
  ico([16, 24, 32, 48, 64, 128, 256].map((size) => [size, png(size)] as const)),
);
writeFileSync(
  join(folder, "icon.icns"),
  icns([
    ["icp4", png(16)],
    ["icp5", png(32)],
    ["icp6", png(64)],
    ["ic07", png(128)],
    ["ic08", png(256)],
    ["ic09", png(512)],
    ["ic10", png(1024)],
  ]),
);
