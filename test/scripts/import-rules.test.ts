import { expect, it } from "vitest";
import { objection } from "../../scripts/checks/import-rules.ts";

it("lets a room import rooms above it and the contract", () => {
  expect(objection("main/engine/shots/detector.ts", "main/engine/media/frames.ts")).toBeUndefined();
  expect(objection("main/engine/engine.ts", "main/engine/chat/ask.ts")).toBeUndefined();
  expect(objection("main/engine/jobs/manager.ts", "contract/errors.ts")).toBeUndefined();
});

it("names what is wrong with an import from below", () => {
  expect(objection("main/engine/media/probe.ts", "main/engine/shots/detector.ts")).toMatch(/row 2.*row 3/);
  expect(objection("main/engine/store/store.ts", "main/engine/media/probe.ts")).toMatch(
    /do not know each other/,
  );
  expect(objection("main/engine/attic/x.ts", "main/engine/media/probe.ts")).toMatch(/not in the table/);
});

it("keeps single doors single", () => {
  expect(objection("main/engine/media/probe.ts", "node:child_process")).toMatch(/run-program/);
  expect(objection("main/engine/run-program/run.ts", "node:child_process")).toBeUndefined();
  expect(objection("main/engine/jobs/manager.ts", "better-sqlite3")).toMatch(/store/);
  expect(objection("main/server/window.ts", "electron")).toMatch(/desktop/);
});

it("keeps folders apart", () => {
  expect(objection("renderer/app.tsx", "main/engine/engine.ts")).toMatch(
    /renderer may not import main\/engine/,
  );
  expect(objection("contract/time.ts", "node:fs")).toMatch(/no Node/);
  expect(objection("renderer/app.tsx", "node:fs")).toMatch(/no Node/);
  expect(objection("main/engine/engine.ts", "main/server/guard.ts")).toMatch(/may not import/);
});
