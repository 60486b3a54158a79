import { expect, test } from "vitest";
import { judge, type House, type Knock } from "../../main/server/guard.ts";

const house: House = { host: "127.0.0.1:4321", token: "secret-token" };
const welcome: Knock = {
  method: "GET",
  path: "/media/x/file",
  host: "127.0.0.1:4321",
  origin: undefined,
  site: "same-origin",
  cookie: "other=1; footnote-4321=secret-token",
  queryToken: undefined,
  upgrade: false,
};
const judged = (changes: Partial<Knock>): string => {
  const verdict = judge({ ...welcome, ...changes }, house);
  return verdict.kind === "refuse" ? verdict.why : verdict.kind;
};

test("our own page with the cookie is welcome", () => {
  expect(judged({})).toBe("welcome");
  expect(judged({ origin: "http://127.0.0.1:4321" })).toBe("welcome");
  expect(judged({ upgrade: true, origin: "http://127.0.0.1:4321" })).toBe("welcome");
  expect(judged({ method: "HEAD" })).toBe("welcome");
});
test("the first address is greeted, and only with the right token", () => {
  const first = { path: "/", cookie: undefined, site: "none" };
  expect(judged({ ...first, queryToken: "secret-token" })).toBe("greet");
  expect(judged({ ...first, queryToken: "secret-tokem" })).toBe("wrong token");
  expect(judged({ ...first, queryToken: "" })).toBe("wrong token");
  expect(judged({ ...first, queryToken: "secret-token-and-more" })).toBe("wrong token");
});
test.each([
  ["another name for this machine", { host: "localhost:4321" }, "wrong host"],
  ["a name that resolves here", { host: "evil.example:4321" }, "wrong host"],
  ["another port", { host: "127.0.0.1:80" }, "wrong host"],
  ["no host", { host: undefined }, "wrong host"],
  ["a page elsewhere", { origin: "https://evil.example" }, "wrong origin"],
  ["a page of another port", { origin: "http://127.0.0.1:9999" }, "wrong origin"],
  ["a sandboxed page", { origin: "null" }, "wrong origin"],
  ["a socket without an origin", { upgrade: true }, "no origin"],
  ["a form post", { method: "POST" }, "method"],
  ["no cookie", { cookie: undefined }, "no token"],
  ["a wrong cookie", { cookie: "footnote-4321=guess" }, "no token"],
  ["another Footnote's cookie", { cookie: "footnote-1111=secret-token" }, "no token"],
  ["the token where it does not belong", { cookie: undefined, queryToken: "secret-token" }, "no token"],
  [
    "a socket with the token in its address",
    {
      upgrade: true,
      origin: "http://127.0.0.1:4321",
      path: "/",
      cookie: undefined,
      queryToken: "secret-token",
    },
    "no token",
  ],
  ["a picture on a page elsewhere", { site: "cross-site" }, "another site"],
] as const)("%s is refused", (_what, changes, why) => {
  expect(judged(changes)).toBe(why);
});
