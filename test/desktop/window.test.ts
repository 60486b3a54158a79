import { expect, test } from "vitest";
import { menuTemplate, type MenuAction } from "../../main/desktop/menu.ts";
import { fitWindow, windowOptions } from "../../main/desktop/window-options.ts";

const screen = { x: 0, y: 0, width: 1920, height: 1040 };

test("a window comes back where it was, unless nobody could reach it there", () => {
  const bounds = { x: 100, y: 50, width: 1200, height: 800 };
  expect(fitWindow({ bounds, maximized: false }, [screen])).toEqual(bounds);
  expect(fitWindow({ bounds: { ...bounds, x: 5000 } }, [screen])).toEqual({ width: 1200, height: 800 });
  expect(fitWindow({ bounds: { ...bounds, y: 1039 } }, [screen])).toEqual({ width: 1200, height: 800 });
  expect(fitWindow({ bounds: { ...bounds, width: 10, height: 10 } }, [screen])).toMatchObject({
    width: 960,
    height: 600,
  });
  for (const broken of [undefined, null, 7, {}, { bounds: { x: "left" } }])
    expect(fitWindow(broken, [screen])).toEqual({ width: 1440, height: 900 });
});
test("the window is sandboxed and isolated", () => {
  expect(windowOptions({ width: 1, height: 1 }, "preload.cjs", true).webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    webSecurity: true,
  });
});
test("the menu has the usual accelerators, each once, and its items ask the window", () => {
  for (const platform of ["linux", "win32", "darwin"] as const) {
    const asked: MenuAction[] = [];
    const items = menuTemplate(platform, (action) => asked.push(action)).flatMap((top) =>
      Array.isArray(top.submenu) ? top.submenu : [],
    );
    const keys = items.flatMap((item) => (item.accelerator === undefined ? [] : [item.accelerator]));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toContain("CmdOrCtrl+O");
    for (const item of items) (item.click as (() => void) | undefined)?.();
    expect(asked).toEqual(["import", "importFolder", "search", "palette", "keys"]);
    expect(items.some((item) => item.role === "quit")).toBe(true);
  }
});
