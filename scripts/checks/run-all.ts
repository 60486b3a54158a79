import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { checkImports } from "./import-rules.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const out = join(root, ".cache", "test-results");
const bin = (name: string) => join(root, "node_modules", ".bin", name);

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}
const total: Tally = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];
const skips: string[] = [];

const since = performance.now();
const clock = () => `${((performance.now() - since) / 1000).toFixed(0).padStart(4)} s`;
const say = (text: string) => process.stdout.write(`${text}\n`);

function record(name: string, ok: boolean, detail = ""): void {
  total[ok ? "passed" : "failed"]++;
  if (!ok) failures.push(name);
  say(`${clock()}  ${ok ? "ok  " : "FAIL"}  ${name}`);
  if (!ok && detail) say(detail);
}

/** A check that is one program with one verdict. */
function check(name: string, program: string, args: readonly string[]): void {
  const done = spawnSync(bin(program), args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 ** 2 });
  record(name, done.status === 0, `${done.stdout ?? ""}${done.stderr ?? ""}${done.error?.message ?? ""}`);
}

const VitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), meta: z.unknown().optional() }),
      ),
    }),
  ),
});

function runVitest(filters: readonly string[]): void {
  const report = join(out, "vitest.json");
  rmSync(report, { force: true });
  const done = spawnSync(
    bin("vitest"),
    ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...filters],
    { cwd: root, stdio: ["ignore", "inherit", "inherit"] },
  );
  if (!existsSync(report))
    return record("unit, contract and engine tests", false, "the runner wrote no report");
  let broken = 0;
  for (const file of VitestReport.parse(JSON.parse(readFileSync(report, "utf8"))).testResults) {
    if (file.assertionResults.length === 0 && file.status === "failed") {
      total.failed++;
      broken++;
      failures.push(`${file.name}: ${file.message ?? "could not be loaded"}`);
    }
    for (const test of file.assertionResults) {
      if (test.status === "passed") total.passed++;
      else if (test.status === "failed") {
        total.failed++;
        broken++;
        failures.push(test.fullName);
      } else {
        total.skipped++;
        skips.push(test.fullName);
      }
    }
  }
  if (done.status !== 0 && broken === 0) record("the unit test runner ended with an error", false);
}

interface Suite {
  title: string;
  suites?: Suite[] | undefined;
  specs?:
    | {
        title: string;
        tests: { status: string; annotations: { type: string; description?: string | undefined }[] }[];
      }[]
    | undefined;
}
const Suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({
    title: z.string(),
    suites: z.array(Suite).optional(),
    specs: z
      .array(
        z.object({
          title: z.string(),
          tests: z.array(
            z.object({
              status: z.string(),
              annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })),
            }),
          ),
        }),
      )
      .optional(),
  }),
);
const PlaywrightReport = z.object({
  suites: z.array(Suite),
  errors: z.array(z.object({ message: z.string().optional() })).optional(),
});

function runPlaywright(): void {
  if (!existsSync(join(root, "playwright.config.ts"))) {
    total.skipped++;
    skips.push("end-to-end tests: there is no window yet");
    return;
  }
  if (!process.env["FOOTNOTE_CHROMIUM"]) {
    total.skipped++;
    skips.push("end-to-end tests: no Chromium was found, and it could not be installed");
    return;
  }
  const build = spawnSync(process.execPath, [join(root, "scripts", "build.mjs"), "renderer"], {
    cwd: root,
    encoding: "utf8",
  });
  record("the window builds", build.status === 0, `${build.stdout}${build.stderr}`);
  if (build.status !== 0) return;
  const report = join(out, "playwright.json");
  rmSync(report, { force: true });
  const done = spawnSync(bin("playwright"), ["test", "--reporter=list,json"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  });
  if (!existsSync(report)) return record("end-to-end tests", false, "the runner wrote no report");
  const parsed = PlaywrightReport.parse(JSON.parse(readFileSync(report, "utf8")));
  const before = total.failed;
  const visit = (suite: Suite, path: string): void => {
    for (const inner of suite.suites ?? []) visit(inner, `${path} › ${inner.title}`);
    for (const spec of suite.specs ?? []) {
      const status = spec.tests[0]?.status;
      const name = `${path} › ${spec.title}`;
      if (status === "expected" || status === "flaky") total.passed++;
      else if (status === "skipped") {
        total.skipped++;
        const why = spec.tests[0]?.annotations.find((a) => a.type === "skip")?.description;
        skips.push(why ? `${name}: ${why}` : name);
      } else {
        total.failed++;
        failures.push(name);
      }
    }
  };
  for (const suite of parsed.suites) visit(suite, suite.title);
  if (done.status !== 0 && total.failed === before)
    record(
      "the end-to-end runner ended with an error",
      false,
      parsed.errors?.map((e) => e.message).join("\n"),
    );
}

const hasSources = (project: string): boolean =>
  readdirSync(join(root, project), { recursive: true, encoding: "utf8" }).some((name) =>
    /\.tsx?$/.test(name),
  );

mkdirSync(out, { recursive: true });
const filters = process.argv.slice(2);
if (filters.length === 0) {
  for (const project of ["contract", "main", "main/desktop", "renderer", "test", "scripts"])
    if (hasSources(project)) check(`types: ${project}`, "tsc", ["-p", project]);
  check("lint", "oxlint", ["--quiet"]);
  check("format", "oxfmt", ["--check"]);
  const broken = checkImports(root);
  record("import rules", broken.length === 0, broken.join("\n"));
}
runVitest(filters);
say(`${clock()}  unit, contract and engine tests done`);
if (filters.length === 0) runPlaywright();

if (skips.length > 0) say(`\nskipped:\n${skips.map((s) => `  ${s}`).join("\n")}`);
if (failures.length > 0) say(`\nfailed:\n${failures.map((s) => `  ${s}`).join("\n")}`);
say(`\nafter ${clock().trim()}`);
say(`tests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
