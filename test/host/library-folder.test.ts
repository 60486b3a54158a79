import { expect, test } from "vitest";
import { libraryFolder } from "../../main/host/library-folder.ts";

test("asked for, named by the environment, or the system's own place, in this order", () => {
  const env = { HOME: "/home/ada", FOOTNOTE_LIBRARY: "/media/case" };
  expect(libraryFolder("/asked", env, "linux")).toBe("/asked");
  expect(libraryFolder(undefined, env, "linux")).toBe("/media/case");
  expect(libraryFolder(undefined, { HOME: "/home/ada" }, "linux")).toBe(
    "/home/ada/.local/share/footnote/library",
  );
  expect(libraryFolder(undefined, { HOME: "/home/ada", XDG_DATA_HOME: "/data" }, "linux")).toBe(
    "/data/footnote/library",
  );
  expect(libraryFolder(undefined, { HOME: "/Users/ada" }, "darwin")).toBe(
    "/Users/ada/Library/Application Support/Footnote/library",
  );
});
