import type { BrowserWindowConstructorOptions, Rectangle } from "electron";

/** What is kept of the window from one start to the next. */
export interface WindowState {
  readonly bounds: Rectangle;
  readonly maximized: boolean;
}

const natural = { width: 1440, height: 900 };
const least = { width: 960, height: 600 };

/** The stored state where it still fits on a screen that is there; else the natural size in the middle. */
export function fitWindow(
  stored: unknown,
  screens: readonly Rectangle[],
): Partial<Rectangle> & { width: number; height: number } {
  const bounds = (stored as Partial<WindowState> | undefined)?.bounds;
  if (!bounds || ![bounds.x, bounds.y, bounds.width, bounds.height].every((n) => Number.isInteger(n)))
    return natural;
  const size = { width: Math.max(least.width, bounds.width), height: Math.max(least.height, bounds.height) };
  // The bar by which a window is moved must be within reach.
  const reachable = screens.some(
    (s) =>
      bounds.x < s.x + s.width - 80 &&
      bounds.x + size.width > s.x + 80 &&
      bounds.y >= s.y &&
      bounds.y < s.y + s.height - 40,
  );
  return reachable ? { x: bounds.x, y: bounds.y, ...size } : size;
}

/** A sandboxed window with one small preload and nothing else. */
export const windowOptions = (
  place: Partial<Rectangle> & { width: number; height: number },
  preload: string,
  dark: boolean,
): BrowserWindowConstructorOptions => ({
  ...place,
  minWidth: least.width,
  minHeight: least.height,
  show: false,
  title: "Footnote",
  backgroundColor: dark ? "#0c0e12" : "#e6e9ee",
  webPreferences: {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    spellcheck: false,
    // Indexing is told in a window that lies behind others as well.
    backgroundThrottling: false,
  },
});
