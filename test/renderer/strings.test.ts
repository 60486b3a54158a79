import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";
import { expect, test } from "vitest";
import { en } from "../../renderer/strings/en.ts";
import { pseudo, pseudoText } from "../../renderer/strings/pseudo.ts";
import { root } from "../fixtures-made/made.ts";

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}
const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";

/** Every node of a syntax tree with those above it, nearest first. */
function* nodesOf(node: Node, above: readonly Node[] = []): Generator<readonly [Node, readonly Node[]]> {
  yield [node, above];
  for (const value of Object.values(node))
    for (const inner of Array.isArray(value) ? (value as unknown[]) : [value])
      if (isNode(inner)) yield* nodesOf(inner, [node, ...above]);
}

/** Attributes that people read or hear. */
const told = new Set(["aria-label", "title", "placeholder", "alt", "label", "hint", "text"]);
/** Signs that are the same in every language, and how a time may be typed. */
const signs = /^(f\d+|\d[\d\s:.f-]*)+$|^[^\p{L}]*$/u;

/** Texts in a component that no language file can change. */
function hardCoded(source: string, name: string): string[] {
  const { program, errors } = parseSync(name, source);
  if (errors.length > 0) throw new Error(`${name}: ${JSON.stringify(errors[0])}`);
  const found: string[] = [];
  for (const [node, above] of nodesOf(program as unknown as Node)) {
    const said =
      node.type === "JSXText" || node.type === "Literal"
        ? node["value"]
        : node.type === "TemplateElement"
          ? (node["value"] as { cooked: string }).cooked
          : undefined;
    if (typeof said !== "string" || signs.test(said.trim())) continue;
    const [parent] = above;
    const attribute = above.find((one) => one.type === "JSXAttribute");
    const attributeName = (attribute?.["name"] as { name?: string } | undefined)?.name;
    const inText = node.type === "JSXText";
    // A text that is a child of an element, be it in braces; a comparison or a key of a table is no text.
    const child =
      !attribute &&
      above.some((one) => one.type === "JSXExpressionContainer") &&
      parent !== undefined &&
      ["JSXExpressionContainer", "ConditionalExpression", "LogicalExpression", "TemplateLiteral"].includes(
        parent.type,
      );
    const attributed = attributeName !== undefined && told.has(attributeName);
    // What is compared, looked up or handed to a function is no text.
    const inner = above.slice(
      0,
      above.findIndex((one) => one.type.startsWith("JSX")),
    );
    const other = inner.some((one) =>
      ["BinaryExpression", "MemberExpression", "CallExpression"].includes(one.type),
    );
    if (inText || (!other && (child || attributed))) found.push(`${name}: “${said.trim()}”`);
  }
  return found;
}

const components = readdirSync(join(root, "renderer"), { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".tsx"),
);

test("no text of the window is written into a component", () => {
  expect(components.length).toBeGreaterThan(40);
  const found = components.flatMap((path) =>
    hardCoded(readFileSync(join(root, "renderer", path), "utf8"), path),
  );
  expect(found).toEqual([]);
});
test("the search for such texts finds them", () => {
  const source = `export const A = ({ on }) => (
    <p title={on ? "Star it" : t.x} className="dim" aria-label={\`\${t.y} now\`}>
      Hello {on && "there"} {on ? t.yes : "no"} {t.names[on ? "a" : "b"]} {on === "chosen" && t.z}
    </p>
  );`;
  expect(hardCoded(source, "a.tsx").map((one) => /“(.*)”/.exec(one)?.[1])).toEqual([
    "Star it",
    "now",
    "Hello",
    "there",
    "no",
  ]);
});
test("messages are not written into the state either", () => {
  const states = readdirSync(join(root, "renderer/state")).map((path) =>
    readFileSync(join(root, "renderer/state", path), "utf8"),
  );
  for (const source of states) expect(source).not.toMatch(/notify\(\s*"\w+",\s*["`]/);
});

test("another language has the same texts: every one of them is said otherwise, with what it is about", () => {
  const other = pseudo(en);
  const compare = (a: unknown, b: unknown, at: string): void => {
    if (typeof a === "string") expect(b, at).toBe(pseudoText(a));
    else if (typeof a === "function") expect(typeof b, at).toBe("function");
    else if (typeof a === "object" && a !== null)
      for (const [name, inner] of Object.entries(a))
        compare(inner, (b as Record<string, unknown>)[name], `${at}.${name}`);
    else expect(b, at).toEqual(a);
  };
  compare(en, other, "t");
  expect(other.library.left("3 min")).toMatch(/^⟦.*3 .*⟧$/);
  expect(other.results.title.length).toBeGreaterThan(en.results.title.length * 1.3);
});
