import { timingSafeEqual } from "node:crypto";

/** What the guard looks at of a request. */
export interface Knock {
  readonly method: string;
  readonly path: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** The Sec-Fetch-Site header, which pages cannot set. */
  readonly site: string | undefined;
  readonly cookie: string | undefined;
  readonly queryToken: string | undefined;
  readonly upgrade: boolean;
}

export interface House {
  /** "127.0.0.1:PORT", exactly. */
  readonly host: string;
  readonly token: string;
}

export type Verdict =
  | { readonly kind: "welcome" }
  /** The first visit: the token becomes a cookie and leaves the address bar. */
  | { readonly kind: "greet" }
  | { readonly kind: "refuse"; readonly status: 403 | 405; readonly why: string };

/** The cookie of a server: its name holds the port, so that two Footnotes on one machine do not take each other's. */
export const cookieName = (host: string): string => `footnote-${host.split(":").at(-1) ?? ""}`;

const same = (a: string, b: string): boolean => {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
};

/** The value of one cookie of a Cookie header. */
function tokenOf(cookie: string | undefined, name: string): string | undefined {
  for (const part of (cookie ?? "").split(";")) {
    const [key, value] = part.trim().split("=", 2);
    if (key === name) return value;
  }
  return undefined;
}

const refuse = (why: string, status: 403 | 405 = 403): Verdict => ({ kind: "refuse", status, why });

/**
 * Who may come in. Host: a page of another name that resolves to this machine (DNS rebinding) sends its own. Origin and
 * Sec-Fetch-Site: a page elsewhere may make a browser call us, but cannot hide where it is from. Token: another user or
 * program of this machine does not know it. All must hold; the token may come once by the first address, then by cookie.
 */
export function judge(knock: Knock, house: House): Verdict {
  if (knock.host !== house.host) return refuse("wrong host");
  if (knock.origin !== undefined && knock.origin !== `http://${house.host}`) return refuse("wrong origin");
  if (knock.upgrade && knock.origin === undefined) return refuse("no origin");
  if (knock.method !== "GET" && knock.method !== "HEAD") return refuse("method", 405);
  const cookie = tokenOf(knock.cookie, cookieName(house.host));
  const byCookie = cookie !== undefined && same(cookie, house.token);
  if (knock.queryToken !== undefined && !knock.upgrade && knock.path === "/")
    return same(knock.queryToken, house.token) ? { kind: "greet" } : refuse("wrong token");
  if (!byCookie) return refuse("no token");
  if (knock.site !== undefined && knock.site !== "same-origin" && knock.site !== "none")
    return refuse("another site");
  return { kind: "welcome" };
}
