import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plainClip, twoSoundsClip } from "../fixtures-made/made.ts";
import { scratchFolder } from "../engine/engine/open-engine.ts";
import { standIn } from "../engine/media/hardware/stand-in.ts";
import { cli, cliJson } from "./run-cli.ts";

let folder: ReturnType<typeof scratchFolder>;
let env: Record<string, string>;
beforeAll(() => {
  folder = scratchFolder();
  env = { FOOTNOTE_LIBRARY: join(folder.dir, "library") };
});
afterAll(() => folder.remove());

test("probe makes the checksum of a whole file when asked", async () => {
  const film = await plainClip();
  const sum = createHash("sha256").update(readFileSync(film)).digest("hex");
  expect((await cliJson(["probe", film, "--sha256"], env)).value).toMatchObject({ file: film, sha256: sum });
  expect((await cliJson(["probe", film], env)).value).not.toHaveProperty("sha256");
});

test("--sound says which audio stream is listened to; without it the main one", async () => {
  const film = await twoSoundsClip();
  const loudest = async (...more: string[]): Promise<number> => {
    const { value } = await cliJson(["signals", film, "--depth", "fast", ...more], env);
    return Math.max(...((value as { curves: Record<string, number[]> }).curves["loudness"] ?? []));
  };
  expect(await loudest("--sound", "2")).toBeGreaterThan(0.5);
  expect(await loudest()).toBeLessThan(0.2);
  const wrong = await cliJson(["signals", film, "--sound", "0"], env);
  expect([wrong.code, wrong.value]).toEqual([
    2,
    { error: expect.objectContaining({ code: "bad-arguments" }) as unknown },
  ]);
});

test("decoders lists what ffmpeg offers, and tries each on a film", async () => {
  const own = { ...env, FOOTNOTE_FFMPEG: standIn(folder.dir, ["liar", "absent", "swift"]) };
  expect((await cliJson(["decoders"], own)).value).toMatchObject({ offered: ["liar", "absent", "swift"] });
  const film = await plainClip();
  expect((await cliJson(["decoders", film], own)).value).toMatchObject({
    by: "swift",
    tried: expect.arrayContaining([
      expect.objectContaining({ name: "liar", verdict: "differs" }),
      expect.objectContaining({ name: "absent", verdict: "failed" }),
    ]) as unknown,
  });
  expect((await cliJson(["decoders", film, "--decoder", "liar"], own)).value).toMatchObject({
    by: "software",
  });
  const human = await cli(["decoders", film, "--decoder", "swift"], { env: own });
  expect(human.stdout).toMatch(/decoded by\s+swift/);
  expect((await cli(["signals", film, "--decoder", "No Such"], { env: own })).code).toBe(2);
});
