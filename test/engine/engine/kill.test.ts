import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { made } from "../../fixtures-made/made.ts";
import { everythingOf, openEngine, scratchFolder } from "./open-engine.ts";

const child = fileURLToPath(new URL("index-child.ts", import.meta.url));

let folder: ReturnType<typeof scratchFolder>;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(() => folder.remove());

/** 24 s of moving pictures with a cut each 3 s and sound: some seconds of work. */
const film = (): Promise<string> =>
  made("kill-24s.mp4", [
    "-f", "lavfi", "-i", "testsrc2=size=960x540:rate=25:duration=24",
    "-f", "lavfi", "-i", "sine=frequency=330:duration=24",
    "-vf", "hue=h='90*floor(t/3)'",
    "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "50", "-c:a", "aac",
  ]); // prettier-ignore

interface Ended {
  readonly how: "ready" | "killed";
  /** Milliseconds from the moment the library was open. */
  readonly took: number;
}

/** Runs the child and kills it `after` milliseconds from the moment its library was open. */
function run(library: string, file: string, after: number | undefined): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const victim = spawn(process.execPath, [child, library, file], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    let opened = 0;
    victim.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (opened > 0 || !said.includes("open")) return;
      opened = performance.now();
      if (after !== undefined) setTimeout(() => victim.kill("SIGKILL"), after);
    });
    victim.on("error", reject);
    victim.on("exit", (code) => {
      const took = performance.now() - opened;
      if (said.includes("ready")) resolve({ how: "ready", took });
      else if (code === null) resolve({ how: "killed", took });
      else reject(new Error(`the child ended with ${code}`));
    });
  });
}

test("killed ten times in the middle of indexing, it ends with the same result as undisturbed", async () => {
  const file = await film();
  const calm = join(folder.dir, "calm");
  const { how, took } = await run(calm, file, undefined);
  expect(how).toBe("ready");
  let seed = 12_345;
  const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  let [killed, n] = [0, 0];
  let rough = join(folder.dir, "rough 0");
  for (let tries = 0; killed < 10; tries++) {
    expect(tries).toBeLessThan(40);
    // One that got through leaves nothing to interrupt: the next begins anew.
    if ((await run(rough, file, random() * took * 0.8)).how === "killed") killed++;
    else rough = join(folder.dir, `rough ${++n}`);
  }
  expect((await run(rough, file, undefined)).how).toBe("ready");

  const results = [];
  for (const library of [calm, rough]) {
    const opened = await openEngine(library);
    const [only, ...more] = await opened.settled();
    expect(more).toEqual([]);
    expect(only?.state).toBe("ready");
    if (only) results.push(await everythingOf(opened.engine, only.id));
    await opened.engine.close();
  }
  expect(results[1]).toEqual(results[0]);
}, 300_000);
