import { pageRules } from "../host/page-rules.ts";

/** The page's own rules: it talks to this server. */
export const contentSecurityPolicy = (host: string): string => pageRules({ connect: `ws://${host}` });

/** Sent with every answer. */
export const safetyHeaders = (host: string): Record<string, string> => ({
  "content-security-policy": contentSecurityPolicy(host),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), usb=(), payment=()",
});
