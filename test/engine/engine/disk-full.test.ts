import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { made, plainClip } from "../../fixtures-made/made.ts";
import { cliJson } from "../../cli/run-cli.ts";
import { call, openEngine, scratchFolder } from "./open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
let mounted: string | undefined;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(() => {
  if (mounted) spawnSync("umount", ["-l", mounted]);
  mounted = undefined;
  folder.remove();
});

/** A disk of its own, tiny; undefined where this process may not mount one. */
function tinyDisk(size: string): string | undefined {
  const at = join(folder.dir, "tiny disk");
  mkdirSync(at);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", at]).status !== 0) return undefined;
  mounted = at;
  return at;
}

/** Pictures that compress badly: their thumbnails need room. */
const busy = (): Promise<string> =>
  made("noisy-40s.mp4", [
    "-f", "lavfi", "-i", "nullsrc=size=320x240:rate=10:duration=40,geq=random(1)*255:128:128",
    "-c:v", "libx264", "-preset", "ultrafast", "-crf", "30", "-pix_fmt", "yuv420p",
  ]); // prettier-ignore

test("a disk that fills up while a file is indexed: a clear error, and the library stays whole", async ({
  skip,
}) => {
  const disk = tinyDisk("640k");
  if (!disk) return skip("a tiny disk can only be mounted as root");
  const library = join(disk, "library");
  let opened = await openEngine(library);
  try {
    await opened.take(await busy());
    await expect
      .poll(async () => (await opened.engine.service.call("jobs.list", {}, call)).jobs[0]?.error?.code, {
        timeout: 30_000,
      })
      .toBe("disk-full");
  } finally {
    await opened.engine.close();
  }
  // Room again: the same library goes on and ends well.
  spawnSync("mount", ["-o", "remount,size=64m", disk]);
  opened = await openEngine(library);
  try {
    const { jobs } = await opened.engine.service.call("jobs.list", {}, call);
    await opened.engine.service.call("jobs.retry", { ids: jobs.map((j) => j.id) }, call);
    await opened.engine.service.call("jobs.resume", { ids: [] }, call);
    await expect
      .poll(
        async () => (await opened.engine.service.call("library.list", {}, call)).files.map((f) => f.state),
        { timeout: 30_000 },
      )
      .toEqual(["ready"]);
  } finally {
    await opened.engine.close();
  }
});
test("a clip that does not fit says so and leaves nothing behind", async ({ skip }) => {
  const disk = tinyDisk("48k");
  if (!disk) return skip("a tiny disk can only be mounted as root");
  const got = await cliJson(
    ["clip", await busy(), "--start", "0", "--end", "30", "-o", join(disk, "clip.mp4")],
    {},
  );
  expect([got.code, got.value]).toEqual([
    1,
    { error: expect.objectContaining({ code: "disk-full" }) as unknown },
  ]);
  expect(readdirSync(disk)).toEqual([]);
});
test("a file that this user may not read is named, with the way out", async ({ skip }) => {
  const film = join(folder.dir, "locked.mp4");
  const who = process.getuid?.();
  if (who === undefined) return skip("there are no owners of files here");
  const copy = spawnSync("cp", [await plainClip(), film]);
  expect(copy.status).toBe(0);
  spawnSync("chmod", ["000", film]);
  if (who === 0) {
    // Root reads everything: another user asks.
    spawnSync("chmod", ["755", folder.dir]);
    const asked = await cliJson(["probe", film], {}, 65_534);
    if (asked.code === null) return skip("no other user could run the command");
    expect([asked.code, asked.value]).toEqual([
      3,
      { error: expect.objectContaining({ code: "permission", file: film }) as unknown },
    ]);
    return;
  }
  const got = await cliJson(["probe", film], {});
  expect([got.code, got.value]).toEqual([
    3,
    { error: expect.objectContaining({ code: "permission", file: film }) as unknown },
  ]);
});
