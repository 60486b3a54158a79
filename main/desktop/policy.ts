import { pageRules } from "../host/page-rules.ts";

/**
 * What the window may do. Everything that is not named here is denied: permissions, navigation, new windows, frames,
 * schemes. A reason stands beside each exception.
 */

/** Where the window's own files and all bulk data come from. */
export const appScheme = "app";
export const mediaScheme = "media";
export const appOrigin = `${appScheme}://window`;
export const appAddress = `${appOrigin}/index.html`;
export const bulkPrefix = `${mediaScheme}://library/`;

/** Permissions that a page may ask for; the answer to all others is no. */
const granted: ReadonlySet<string> = new Set([
  "clipboard-sanitized-write", // a snapshot is put on the clipboard when its button is pressed
  "fullscreen", // the player fills the screen when it is told to
]);

const isOwn = (address: string): boolean => {
  try {
    const url = new URL(address);
    return url.protocol === `${appScheme}:` && url.host === "window";
  } catch {
    return false;
  }
};

/** Whether a page's wish for a permission is granted: only our own page's, and only those above. */
export const mayHave = (permission: string, from: string): boolean => granted.has(permission) && isOwn(from);

/** The window shows one page for as long as it lives. */
export const mayNavigate = (address: string): boolean => address === appAddress;

/** Messages that the shell listens to come from our own page's main frame alone. */
export const mayTalk = (frame: { readonly url: string; readonly parent: unknown } | null): boolean =>
  frame !== null && frame.parent === null && isOwn(frame.url);

/** Addresses that a page may load: its own files, the library's bytes, and what it makes itself. */
export const mayLoad = (address: string): boolean => {
  try {
    const { protocol, host } = new URL(address);
    if (protocol === `${appScheme}:`) return host === "window";
    if (protocol === `${mediaScheme}:`) return host === "library";
    return protocol === "blob:" || protocol === "data:" || protocol === "devtools:";
  } catch {
    return false;
  }
};

/** The page's own rules, sent with every file of it. A snapshot is fetched to be saved. */
export const contentSecurityPolicy = pageRules({ media: `${mediaScheme}:`, connect: `${mediaScheme}:` });
