import { defineConfig } from "@playwright/test";

/** End-to-end tests: the built window in a real Chromium, against the real engine behind the real server. */
export default defineConfig({
  testDir: "test/e2e",
  outputDir: ".cache/test-results/e2e",
  snapshotPathTemplate: "test/e2e/screens/{arg}{ext}",
  // The kept pictures change only when that is asked for (npm run screens): a test run leaves the checkout as it was.
  updateSnapshots: process.env["FOOTNOTE_KEEP_SCREENS"] ? "changed" : "none",
  timeout: 60_000,
  // Two browsers and two engines at once are enough for small machines.
  workers: 2,
  fullyParallel: false,
  reporter: "list",
  use: {
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath: process.env["FOOTNOTE_CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--autoplay-policy=no-user-gesture-required",
      ],
    },
  },
});
