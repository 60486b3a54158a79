import { Ajv } from "ajv";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../fixtures-made/made.ts";

const require = createRequire(import.meta.url);
const { load } = require("js-yaml") as { load: (text: string) => unknown };

const config = load(readFileSync(join(root, "electron-builder.yml"), "utf8")) as Record<string, unknown>;

test("electron-builder.yml fits electron-builder's own schema", () => {
  const schema = JSON.parse(
    readFileSync(join(root, "node_modules/app-builder-lib/scheme.json"), "utf8"),
  ) as object;
  const check = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(schema);
  expect(check(config) ? [] : check.errors).toEqual([]);
  const wrong = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  expect(wrong({ ...config, linux: { target: 7 } })).toBe(false);
});
test("all three systems have their targets", () => {
  expect(config).toMatchObject({
    win: { target: expect.any(Array) as unknown },
    mac: { target: expect.any(Array) as unknown, hardenedRuntime: true },
    linux: { target: expect.any(Array) as unknown },
    electronFuses: { runAsNode: false, onlyLoadAppFromAsar: true },
  });
});
test("every file that it names is there", () => {
  const named: string[] = [];
  const visit = (value: unknown, key = ""): void => {
    if (typeof value === "string" && ["icon", "entitlements", "entitlementsInherit", "from"].includes(key))
      named.push(value);
    else if (Array.isArray(value)) value.forEach((inner) => visit(inner, key));
    else if (typeof value === "object" && value)
      for (const [k, inner] of Object.entries(value)) visit(inner, k);
  };
  visit(config);
  expect(named.length).toBeGreaterThan(6);
  // What scripts/package.mjs makes before it packs is tested by itself (test/scripts/stage-models.test.ts).
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual(
    existsSync(join(root, "dist/native-models")) ? [] : ["dist/native-models"],
  );
});
test("the worker that runs models is built beside the engine, under the name by which it is looked for", () => {
  const build = readFileSync(join(root, "vite.desktop.ts"), "utf8");
  const link = readFileSync(join(root, "main/engine/models/runtime/worker-link.ts"), "utf8");
  const name = /"([\w-]+)\.js"/.exec(link)?.[1] ?? "no name";
  expect(build).toContain(`"${name}": at("main/engine/models/runtime/${name}.ts")`);
});
test("so is the worker that runs models which write", () => {
  const build = readFileSync(join(root, "vite.desktop.ts"), "utf8");
  const link = readFileSync(join(root, "main/engine/models/transformers/link.ts"), "utf8");
  const name = /"([\w-]+)\.js"/.exec(link)?.[1] ?? "no name";
  expect(build).toContain(`"${name}": at("main/engine/models/transformers/${name}.ts")`);
});
test("what is unpacked for the shell is what stays outside of its bundle", () => {
  const unpacked = (config["asarUnpack"] as string[]).map((path) =>
    path.replace("node_modules/", "").replace("/**", ""),
  );
  const build = readFileSync(join(root, "vite.desktop.ts"), "utf8");
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  // The others are what those need themselves; a scope stands for its packages.
  const own = unpacked.flatMap((name) =>
    Object.keys(dependencies).filter((one) => one === name || one.startsWith(`${name}/`)),
  );
  expect(own.length).toBeGreaterThanOrEqual(4);
  for (const name of own) expect(build).toContain(`"${name}"`);
});
test("what the thread that reads text needs lies beside it", () => {
  const unpacked = (config["asarUnpack"] as string[]).flatMap((path) => {
    const [, before = "", names = ""] = /^node_modules\/(.*?)\{(.*)\}/.exec(path) ?? [];
    return names === "" ? [path.split("/")[1] ?? ""] : names.split(",").map((name) => before + name);
  });
  const needs = (name: string): string[] => {
    const { dependencies = {} } = JSON.parse(
      readFileSync(join(root, "node_modules", name, "package.json"), "utf8"),
    ) as { dependencies?: Record<string, string> };
    return Object.keys(dependencies).flatMap((one) => [one, ...needs(one)]);
  };
  // One is only for its installation, one only for browsers.
  const atRun = needs("tesseract.js").filter(
    (name) => !["opencollective-postinstall", "idb-keyval"].includes(name),
  );
  expect(atRun.filter((name) => !unpacked.includes(name))).toEqual([]);
});
test("the deb needs all that electron-builder would ask for, and ffmpeg", () => {
  const fpm = readFileSync(join(root, "node_modules/app-builder-lib/out/targets/FpmTarget.js"), "utf8");
  const list = /case "deb":\s*return (\[[^\]]*libgtk[^\]]*\])/.exec(fpm)?.[1] ?? "[]";
  const usual = JSON.parse(list) as string[];
  expect(usual.length).toBeGreaterThan(5);
  expect((config["deb"] as { depends: string[] }).depends).toEqual(
    expect.arrayContaining([...usual, "ffmpeg"]),
  );
});
