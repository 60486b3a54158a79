import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { placeModel, tinyMini } from "../../native-models/tiny/models.ts";
import { scratchFolder } from "../engine/engine/open-engine.ts";
import { made } from "../fixtures-made/made.ts";
import { cli, cliJson } from "./run-cli.ts";

/** Six seconds of grey with a colour from 2 to 4. */
const film = (name: string, colour: string): Promise<string> =>
  made(`like-${name}.mp4`, [
    "-f", "lavfi", "-i", "color=0x707070:size=64x48:rate=8:duration=6",
    "-f", "lavfi", "-i", `color=${colour}:size=64x48:rate=8:duration=2`,
    "-filter_complex", "[1]setpts=PTS+2/TB[c];[0][c]overlay=eof_action=pass",
    "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
  ]); // prettier-ignore

let folder: ReturnType<typeof scratchFolder>;
let env: Record<string, string>;
beforeAll(() => {
  folder = scratchFolder();
  env = { FOOTNOTE_LIBRARY: join(folder.dir, "library") };
});
afterAll(() => folder.remove());

test("what looks like a frame is found in the other films that are named", async () => {
  const [red, crimson, green] = [
    await film("red", "0xd02020"),
    await film("crimson", "0xc01818"),
    await film("green", "0x20d020"),
  ];
  const args = ["like", red, crimson, green, "--frame", "24"];
  expect((await cliJson([...args, "--model", "none"], env)).code).toBe(5);

  const mine = join(folder.dir, "my model");
  placeModel(mine, tinyMini());
  expect((await cliJson(["models", "import", mine], env)).code).toBe(0);
  const { code, value } = await cliJson(args, env);
  expect(code).toBe(0);
  expect(value).toMatchObject({ question: "like frame 24 of like-red.mp4", answerable: true });
  const { moments } = value as { moments: { file: string; start: number; end: number }[] };
  expect(moments[0]?.file).toBe(crimson);
  expect(moments[0]?.start).toBeGreaterThanOrEqual(1);
  expect(moments[0]?.end).toBeLessThanOrEqual(5);
  expect((await cli([...args, "--region", "0,0,0.5,1"], { env })).stdout).toContain("like-crimson.mp4");
});

test("what cannot be meant is said", async () => {
  const red = await film("red", "0xd02020");
  for (const wrong of [
    ["like", red],
    ["like", red, "--frame", "-1"],
    ["like", red, "--frame", "1", "--region", "0,0,2,1"],
    ["like", red, "--frame", "1", "--region", "0,0"],
  ])
    expect((await cli(wrong, { env })).code).toBe(2);
  expect((await cli(["like", red, "--frame", "100000"], { env })).stderr).toContain("100000");
});
