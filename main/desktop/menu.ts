import type { MenuItemConstructorOptions } from "electron";

/** What a menu item may ask of the window; the page does it as if a key had been pressed. */
export type MenuAction = "import" | "importFolder" | "search" | "palette" | "keys";

/**
 * The menu. The window's own commands live in the window, which knows its keys; here are those that people look for in
 * a menu bar, and the system's.
 */
export function menuTemplate(
  platform: NodeJS.Platform,
  perform: (action: MenuAction) => void,
): MenuItemConstructorOptions[] {
  const mac = platform === "darwin";
  const own: MenuItemConstructorOptions[] = mac
    ? [
        {
          label: "Footnote",
          submenu: [
            { role: "about" },
            { type: "separator" },
            { role: "services" },
            { type: "separator" },
            { role: "hide" },
            { role: "hideOthers" },
            { role: "unhide" },
            { type: "separator" },
            { role: "quit" },
          ],
        },
      ]
    : [];
  return [
    ...own,
    {
      label: "&File",
      submenu: [
        { label: "Import files …", accelerator: "CmdOrCtrl+O", click: () => perform("import") },
        { label: "Import folder …", accelerator: "CmdOrCtrl+Shift+O", click: () => perform("importFolder") },
        { type: "separator" },
        mac ? { role: "close" } : { role: "quit" },
      ],
    },
    {
      label: "&Edit",
      submenu: [
        { role: "undo" },
        { role: "redo" },
        { type: "separator" },
        { role: "cut" },
        { role: "copy" },
        { role: "paste" },
        { role: "selectAll" },
        { type: "separator" },
        {
          label: "Find a moment",
          accelerator: "CmdOrCtrl+F",
          click: () => perform("search"),
        },
        {
          label: "All commands",
          accelerator: "CmdOrCtrl+K",
          click: () => perform("palette"),
        },
      ],
    },
    {
      label: "&View",
      submenu: [
        { role: "resetZoom" },
        { role: "zoomIn" },
        { role: "zoomOut" },
        { type: "separator" },
        { role: "togglefullscreen" },
        { type: "separator" },
        { role: "reload" },
        { role: "toggleDevTools" },
      ],
    },
    { role: "windowMenu" },
    {
      role: "help",
      submenu: [{ label: "Keys", click: () => perform("keys") }],
    },
  ];
}
