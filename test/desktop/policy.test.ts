import { expect, test } from "vitest";
import {
  appAddress,
  contentSecurityPolicy,
  mayHave,
  mayLoad,
  mayNavigate,
  mayTalk,
} from "../../main/desktop/policy.ts";

test("permissions: none but ours, and only for our own page", () => {
  expect(mayHave("clipboard-sanitized-write", appAddress)).toBe(true);
  for (const permission of [
    "media",
    "geolocation",
    "notifications",
    "openExternal",
    "clipboard-read",
    "usb",
    "hid",
  ])
    expect(mayHave(permission, appAddress), permission).toBe(false);
  expect(mayHave("fullscreen", "https://evil.example")).toBe(false);
  expect(mayHave("fullscreen", "not an address")).toBe(false);
});
test("the window shows its one page for ever", () => {
  expect(mayNavigate(appAddress)).toBe(true);
  for (const address of [
    "https://example.org",
    "file:///etc/passwd",
    "app://other/index.html",
    `${appAddress}?x`,
  ])
    expect(mayNavigate(address), address).toBe(false);
});
test("nothing is loaded from a network", () => {
  for (const address of [
    appAddress,
    "media://library/media/m_abc/file",
    "blob:app://window/1",
    "data:image/png;base64,AA",
  ])
    expect(mayLoad(address), address).toBe(true);
  for (const address of [
    "https://example.org/x.js",
    "http://127.0.0.1:80/",
    "file:///etc/passwd",
    "media://elsewhere/x",
    "ws://x",
    "?",
  ])
    expect(mayLoad(address), address).toBe(false);
});
test("messages come from our own main frame", () => {
  expect(mayTalk({ url: appAddress, parent: null })).toBe(true);
  expect(mayTalk({ url: appAddress, parent: {} })).toBe(false);
  expect(mayTalk({ url: "https://evil.example", parent: null })).toBe(false);
  expect(mayTalk(null)).toBe(false);
});
test("the page's rules deny by default and allow no evaluated script", () => {
  expect(contentSecurityPolicy).toContain("default-src 'none'");
  expect(contentSecurityPolicy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|https?:/);
});
