import { expect, test } from "vitest";
import { openedFiles } from "../../main/desktop/opened-files.ts";
import { createRestarts } from "../../main/desktop/restarts.ts";

const there = new Set(["/films/a.mp4", "/here/b.mov", "/films/-odd.mkv"]);
const how = { packaged: true, folder: "/here", isFile: (path: string) => there.has(path) };

test("files named at the start are opened, switches and the program's own script are not", () => {
  expect(openedFiles(["/opt/footnote", "/films/a.mp4", "--no-sandbox", "b.mov", "gone.mp4"], how)).toEqual(["/films/a.mp4", "/here/b.mov"]); // prettier-ignore
  expect(openedFiles(["electron", "/films/a.mp4", "b.mov"], { ...how, packaged: false })).toEqual(["/here/b.mov"]); // prettier-ignore
  expect(openedFiles(["/opt/footnote", "--", "../films/-odd.mkv", "/films/a.mp4", "/films/a.mp4"], how)).toEqual(["/films/-odd.mkv", "/films/a.mp4"]); // prettier-ignore
  expect(openedFiles(["/opt/footnote"], how)).toEqual([]);
});

test("an engine that ends is started again, later each time, and given up when it ends over and over", () => {
  let now = 0;
  const next = createRestarts(() => now);
  expect([next(), next(), next(), next(), next(), next()]).toEqual([500, 1000, 2000, 4000, 8000, undefined]);
  now = 61_000;
  expect(next()).toBe(500);
});
