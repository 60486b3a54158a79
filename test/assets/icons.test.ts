import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const bytesOf = (name: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../../assets/icons/${name}`, import.meta.url)));

/** Width and height from a PNG's first chunk. */
function pngSize(bytes: Buffer): [number, number] {
  expect(bytes.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  expect(bytes.toString("latin1", 12, 16)).toBe("IHDR");
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

describe("icons", () => {
  it.each([
    ["icon.png", 1024],
    ["icon-512.png", 512],
  ] as const)("%s is a square of %i", (name, size) => {
    expect(pngSize(bytesOf(name))).toEqual([size, size]);
  });

  it("icon.ico holds a picture of each size it lists, end to end", () => {
    const bytes = bytesOf("icon.ico");
    expect([bytes.readUInt16LE(0), bytes.readUInt16LE(2)]).toEqual([0, 1]);
    const count = bytes.readUInt16LE(4);
    let next = 6 + 16 * count;
    const sizes = Array.from({ length: count }, (_, n) => {
      const entry = 6 + 16 * n;
      const [length, offset] = [bytes.readUInt32LE(entry + 8), bytes.readUInt32LE(entry + 12)];
      expect(offset).toBe(next);
      next += length;
      const side = bytes[entry] === 0 ? 256 : (bytes[entry] ?? 0);
      expect(pngSize(bytes.subarray(offset, offset + length))).toEqual([side, side]);
      return side;
    });
    expect(next).toBe(bytes.length);
    expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256]);
  });

  it("icon.icns holds a picture under each type, of that type's size", () => {
    const bytes = bytesOf("icon.icns");
    expect(bytes.toString("latin1", 0, 4)).toBe("icns");
    expect(bytes.readUInt32BE(4)).toBe(bytes.length);
    const sizes: Record<string, number> = {};
    let next = 8;
    while (next < bytes.length) {
      const length = bytes.readUInt32BE(next + 4);
      const [width] = pngSize(bytes.subarray(next + 8, next + length));
      sizes[bytes.toString("latin1", next, next + 4)] = width;
      next += length;
    }
    expect(next).toBe(bytes.length);
    expect(sizes).toEqual({ icp4: 16, icp5: 32, icp6: 64, ic07: 128, ic08: 256, ic09: 512, ic10: 1024 });
  });

  it("are all below a megabyte", () => {
    for (const name of ["icon.svg", "icon.png", "icon-512.png", "icon.ico", "icon.icns"])
      expect(bytesOf(name).length, name).toBeLessThan(1_000_000);
  });
});
