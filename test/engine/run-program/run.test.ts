import { getPriority } from "node:os";
import { describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { runProgram, startProgram } from "../../../main/engine/run-program/run.ts";

const node = process.execPath;
const script = (code: string) => ["-e", code];
const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe("a program", () => {
  it("gets its arguments as they are, and its input", async () => {
    const odd = ["a b", "$(x)", "%d", "'\"\n"];
    const { stdout } = await runProgram(createContext(), node, [
      ...script("console.log(JSON.stringify(process.argv.slice(1)))"),
      ...odd,
    ]);
    expect(JSON.parse(stdout.toString())).toEqual(odd);
    const echoed = await runProgram(createContext(), node, script("process.stdin.pipe(process.stdout)"), {
      stdin: Buffer.from("words"),
    });
    expect(echoed.stdout.toString()).toBe("words");
  });

  it("that is not there is named", async () => {
    await expect(runProgram(createContext(), "no-such-program-here", [])).rejects.toMatchObject({
      code: "tool-missing",
      message: expect.stringContaining("no-such-program-here") as string,
    });
  });

  it("is ended by its time limit and by its output limit", async () => {
    const forever = script("setInterval(() => {}, 1000)");
    await expect(
      runProgram(createContext(), node, forever, { timeLimit: 200, subject: "/film.mp4" }),
    ).rejects.toMatchObject({ code: "timeout", file: "/film.mp4" });
    const chatter = script("setInterval(() => process.stdout.write('x'.repeat(10000)), 1)");
    await expect(runProgram(createContext(), node, chatter, { maxOutput: 50_000 })).rejects.toMatchObject({
      code: "too-large",
    });
  });

  it.skipIf(process.platform === "win32")(
    "dies with all it started, even when it will not listen",
    async () => {
      const stop = new AbortController();
      const deaf = `process.on('SIGTERM', () => {});
      const c = require('node:child_process').spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up')"], { stdio: ['ignore', 'pipe', 'ignore'] });
      c.stdout.once('data', () => console.log(process.pid, c.pid));
      setInterval(() => {}, 1000);`;
      const program = startProgram(createContext({ signal: stop.signal }), node, script(deaf));
      const pids = await new Promise<number[]>((resolve) => {
        program.stdout.once("data", (d: Buffer) => resolve(d.toString().trim().split(" ").map(Number)));
      });
      expect(pids.every(alive)).toBe(true);
      program.stdout.resume();
      stop.abort();
      await expect(program.ended).rejects.toMatchObject({ code: "cancelled" });
      // The grandchild is reaped by the system, which may take a moment.
      for (let i = 0; i < 100 && pids.some(alive); i++) await new Promise((r) => setTimeout(r, 20));
      expect(pids.filter(alive)).toEqual([]);
    },
  );

  it("that gives way stands lower than this one, and its whole session with it", async () => {
    const ask = `const os = require("node:os"), fs = require("node:fs");
      let session = "";
      try { session = /nice (-?\\d+)/.exec(fs.readFileSync("/proc/self/autogroup", "utf8"))[1]; } catch {}
      process.stdout.write(os.getPriority() + " " + session);`;
    const run = async (givesWay: boolean) => {
      const { stdout } = await runProgram(createContext(), node, script(ask), { givesWay });
      return stdout.toString().split(" ");
    };
    const [usual, low] = [await run(false), await run(true)];
    expect(Number(usual[0])).toBe(getPriority());
    expect(Number(low[0])).toBe(Math.min(19, getPriority() + 10));
    // Where Linux shares the processor among sessions, niceness within one says nothing to others.
    if (usual[1]) expect(Number(low[1])).toBeGreaterThan(Number(usual[1]));
  });

  it("that waits on a full pipe holds back until it is read", async () => {
    const total = 8 * 1024 ** 2;
    const program = startProgram(
      createContext(),
      node,
      script(`process.stdout.write(Buffer.alloc(${total}))`),
    );
    let size = 0;
    for await (const chunk of program.stdout as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size < 200_000) await new Promise((r) => setTimeout(r, 5));
    }
    expect(size).toBe(total);
    expect((await program.ended).code).toBe(0);
  });
});
