import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plainClip, soundClip, variableClip } from "../fixtures-made/made.ts";
import { scratchFolder } from "../engine/engine/open-engine.ts";
import { cutFilm, lightFilm, panFilm, quietFilm, redFilm } from "./films.ts";
import { cli, cliJson } from "./run-cli.ts";

interface Found {
  answerable: boolean;
  why: string;
  moments: {
    file: string;
    start: number;
    end: number;
    startFrame: number;
    endFrame: number;
    confidence: number;
    reasons: { source: string; text: string; score: number }[];
  }[];
}

let folder: ReturnType<typeof scratchFolder>;
let env: Record<string, string>;
beforeAll(() => {
  folder = scratchFolder();
  env = { FOOTNOTE_LIBRARY: join(folder.dir, "library") };
});
afterAll(() => folder.remove());

const find = async (file: string, question: string, ...more: string[]): Promise<Found> => {
  const { code, value } = await cliJson(["find", file, question, ...more], env);
  expect(code).toBe(0);
  return value as Found;
};

/** The best moment lies where the film was made to have it. */
function expectMoment(found: Found, start: number, end: number, within = 0.4): void {
  expect(found.answerable).toBe(true);
  const best = found.moments[0];
  expect(best?.start).toBeGreaterThan(start - within);
  expect(best?.start).toBeLessThan(start + within);
  expect(best?.end).toBeGreaterThan(end - within);
  expect(best?.end).toBeLessThan(end + within);
  expect(best?.reasons.length).toBeGreaterThan(0);
}

describe("find", () => {
  test("a camera move, with exact frames", async () => {
    const found = await find(await panFilm(), "the camera pans left");
    expectMoment(found, 2, 4);
    const [best] = found.moments;
    expect(best?.startFrame).toBe(Math.round((best?.start ?? 0) * 25));
    expect((await find(await panFilm(), "the camera pans right")).moments).toEqual([]);
  });
  test("dark, then a flash", async () => {
    expectMoment(await find(await lightFilm(), "it is dark"), 3, 5);
    expectMoment(await find(await lightFilm(), "a flash"), 6, 6.08);
    expect((await find(await lightFilm(), "dark then a flash")).moments.length).toBe(1);
  });
  test("it goes quiet", async () => expectMoment(await find(await quietFilm(), "silence"), 4, 6));
  test("a colour", async () => expectMoment(await find(await redFilm(), "something red"), 2, 4));
  test("words of a subtitle file beside the film", async () => {
    const film = join(folder.dir, "speech.mp4");
    copyFileSync(await redFilm(), film);
    writeFileSync(
      join(folder.dir, "speech.en.srt"),
      "1\n00:00:01,000 --> 00:00:02,500\nThe budget is approved.\n\n2\n00:00:03,000 --> 00:00:04,000\nNow to lunch.\n",
    );
    const found = await find(film, 'says "budget"');
    expectMoment(found, 1, 2.5, 0.05);
    expect(found.moments[0]?.reasons[0]?.source).toBe("subtitle");
    expect((await find(film, 'says "dividend"')).moments).toEqual([]);
    const quick = (await cliJson(["words", film], env)).value;
    expect(quick).toMatchObject({ cues: [{ start: 1, end: 2.5, source: "subtitle" }, { start: 3 }] });
    // All sources: nothing is written in the picture, so they are the same.
    expect((await cliJson(["words", film, "--all"], env)).value).toEqual(quick);
  });
  test("what nothing here can answer says so", async () => {
    const asked = await cliJson(
      ["find", await redFilm(), "a cat jumps over the fence", "--model", "none"],
      env,
    );
    const found = asked.value as Found;
    expect(found).toMatchObject({ answerable: false, moments: [] });
    expect(found.why).not.toBe("");
  });
  test("several files and a folder; one that is broken is left out and named", async () => {
    const many = join(folder.dir, "many");
    mkdirSync(many);
    copyFileSync(await redFilm(), join(many, "a.mp4"));
    copyFileSync(await lightFilm(), join(many, "b.mp4"));
    const broken = join(folder.dir, "broken.mp4");
    writeFileSync(broken, "nothing");
    const { code, value, stderr } = await cliJson(["find", many, broken, "a flash"], env);
    expect(code).toBe(0);
    expect((value as Found).moments.map((m) => m.file)).toEqual([join(many, "b.mp4")]);
    expect(stderr).toContain("broken.mp4");
  });
  test("people get a table, scripts the limits they ask for", async () => {
    const human = await cli(["find", await panFilm(), "the camera pans left"], { env });
    expect(human.code).toBe(0);
    expect(human.stdout).toMatch(
      /0:0[12]\.\d\d – 0:0[34]\.\d\d\s+frames \d+–\d+\s+(found|possible)\s+the camera moves left/,
    );
    const none = await cli(["find", await panFilm(), "the camera pans right"], { env });
    expect([none.code, none.stdout.startsWith("Not in this footage.")]).toEqual([0, true]);
    const sure = await find(await panFilm(), "the camera pans left", "--min-confidence", "1");
    expect(sure.moments.every((m) => m.confidence === 1)).toBe(true);
  });
});

test("ask answers in words with numbered footnotes", async () => {
  const { code, value } = await cliJson(["ask", await lightFilm(), "when is it dark?"], env);
  expect(code).toBe(0);
  expect(value).toMatchObject({
    answer: expect.stringContaining("[1]") as string,
    footnotes: [expect.objectContaining({ n: 1, file: await lightFilm() })],
    intent: expect.any(String) as string,
  });
});

describe("what a file holds", () => {
  test("probe and frames agree on an unevenly spaced clip", async () => {
    const file = await variableClip();
    const probe = (await cliJson(["probe", file], env)).value as {
      video: { frames: number; variable: boolean; timecode: unknown };
      streams: unknown[];
    };
    const frames = (await cliJson(["frames", file], env)).value as {
      timeBase: { num: number; den: number };
      frames: { index: number; pts: number; time: number; key: boolean }[];
    };
    expect(probe.video.variable).toBe(true);
    expect(probe.video.timecode).toBeNull();
    expect(frames.frames).toHaveLength(probe.video.frames);
    expect(frames.frames[0]).toMatchObject({ index: 0, key: true });
    const some = (await cliJson(["frames", file, "--from", "5", "--count", "3"], env)).value as typeof frames;
    expect(some.frames).toEqual(frames.frames.slice(5, 8));
  });
  test("shots, signals and words", async () => {
    const shots = (await cliJson(["shots", await cutFilm()], env)).value;
    expect(shots).toMatchObject({
      frames: 150,
      boundaries: [
        { frame: 50, endFrame: 50, kind: "cut" },
        { frame: 100, endFrame: 100, kind: "cut" },
      ],
    });
    const signals = (await cliJson(["signals", await lightFilm()], env)).value as {
      step: number;
      curves: Record<string, number[]>;
    };
    expect(signals.curves["brightness"]).toHaveLength(Math.round(8 / signals.step));
    expect((await cliJson(["words", await redFilm()], env)).value).toEqual({ cues: [] });
  });
  test("snapshot and clip write what they say, and never over something unasked", async () => {
    const file = await plainClip();
    const png = join(folder.dir, "frame.png");
    const shot = await cliJson(["snapshot", file, "--frame", "42", "-o", png], env);
    expect(shot.value).toMatchObject({ frame: 42, time: 42 / 25, out: png });
    expect(readFileSync(png).subarray(1, 4).toString()).toBe("PNG");
    const again = await cliJson(["snapshot", file, "--frame", "42", "-o", png], env);
    expect([again.code, again.value]).toEqual([
      1,
      { error: expect.objectContaining({ code: "exists" }) as unknown },
    ]);
    const out = join(folder.dir, "clip.mp4");
    const clip = await cliJson(["clip", file, "--start", "0:01", "--end", "2.2", "-o", out], env);
    expect(clip.value).toMatchObject({ out, start: 1, frames: 30 });
    const ranges = ["--range", "0.4-1.4", "9-10", "2-3"];
    const plan = await cliJson(["clip", file, ...ranges.slice(0, 2), "--mode", "fast", "--plan"], env);
    expect(plan.value).toMatchObject({ clips: [{ start: 0, startFrame: 0 }] });
    const many = await cliJson(["clip", file, ...ranges, "-o", join(folder.dir, "many")], env);
    expect(many.code).toBe(2);
    expect(many.value).toMatchObject({
      clips: [{ frames: 25 }, { frames: 25 }],
      failed: [{ range: { start: 9, end: 10 }, error: { code: "out-of-range" } }],
    });
    const reel = join(folder.dir, "reel.mp4");
    const joined = await cliJson(
      ["reel", `${file}@0-1`, `${out}@0-1`, "--transition", "crossfade", "--seconds", "0.2", "-o", reel],
      env,
    );
    expect(joined.value).toMatchObject({ out: reel, frames: 45, moments: [{ start: 0 }, { start: 0.8 }] });
    const held = (await cliJson(["probe", out], env)).value as { video: { frames: number } };
    expect(held.video.frames).toBe(30);
  });
});

test("import, index and status work on a library; a window's files stay apart from bare ones", async () => {
  const own = { FOOTNOTE_LIBRARY: join(folder.dir, "own library") };
  const films = [await redFilm(), await soundClip()];
  const taken = await cliJson(["import", ...films, join(folder.dir, "nowhere.mp4")], own);
  expect(taken.code).toBe(3);
  expect(taken.value).toMatchObject({
    files: [
      { file: films[0], state: "ready", error: null },
      { file: films[1], state: "ready", error: null },
      { id: null, state: "failed", error: { code: "not-found" } },
    ],
  });
  await cliJson(["find", await lightFilm(), "dark"], own);
  const status = await cliJson(["status"], own);
  expect((status.value as { files: { file: string }[] }).files.map((f) => f.file)).toEqual(films);
  const waiting = { FOOTNOTE_LIBRARY: join(folder.dir, "waiting library") };
  const queued = await cliJson(["import", await cutFilm(), "--no-wait"], waiting);
  expect(queued.value).toMatchObject({ files: [{ state: "queued" }] });
  expect((await cliJson(["index"], waiting)).value).toMatchObject({ files: [{ state: "ready" }] });
  const set = ["--set", "2024-05-01 14:30:05", "--zone", "Europe/Berlin"];
  const clock = await cliJson(["clock", films[0] ?? "", ...set], own);
  expect(clock.value).toMatchObject({
    files: [
      {
        file: films[0],
        shows: "2024-05-01 14:30:05",
        clock: { startsAt: Date.parse("2024-05-01T12:30:05Z") },
      },
    ],
  });
  const shifted = await cliJson(["clock", films[0] ?? "", "--shift", "-5"], own);
  expect(shifted.value).toMatchObject({ files: [{ shows: "2024-05-01 14:30:00" }] });
  expect((await cliJson(["clock", "--zone", "Moon/Crater"], own)).code).toBe(2);
});

describe("errors", () => {
  const cases: [name: string, args: string[], code: number, error: string][] = [
    ["missing file", ["probe", "missing.mp4"], 3, "not-found"],
    ["a folder where a file is needed", ["probe", "."], 3, "not-a-file"],
    ["no question", ["find", "clip.mp4"], 2, "bad-arguments"],
    ["unknown option", ["find", "--limt", "3", "a.mp4", "dark"], 2, "bad-arguments"],
    ["unknown command", ["frobnicate"], 2, "bad-arguments"],
    ["missing option", ["snapshot", "a.mp4", "--frame", "1"], 2, "bad-arguments"],
    ["a number that is none", ["find", "a.mp4", "dark", "--limit", "many"], 2, "bad-arguments"],
    [
      "a mode that is not there",
      ["clip", "a.mp4", "--start", "1", "--end", "2", "--mode", "odd", "-o", "x.mp4"],
      2,
      "bad-arguments",
    ],
    [
      "a task that is not there",
      ["evaluate", "--task", "x", "--truth", "a", "--predictions", "b"],
      2,
      "bad-arguments",
    ],
  ];
  test.each(cases)("%s", async (_name, args, code, error) => {
    const got = await cliJson(args, env);
    expect(got.value).toMatchObject({ error: { code: error } });
    expect(got.code).toBe(code);
    expect(got.stderr.trim().split("\n")).toHaveLength(1);
    expect(got.stderr).toMatch(/^footnote: /);
  });
  test("a film without pictures, and a frame beyond the end", async () => {
    expect((await cliJson(["frames", await soundClip()], env)).code).toBe(3);
    expect((await cliJson(["shots", await soundClip()], env)).code).toBe(3);
    const far = await cliJson(
      ["snapshot", await plainClip(), "--frame", "100", "-o", join(folder.dir, "far.png")],
      env,
    );
    expect([far.code, far.value]).toEqual([
      2,
      { error: expect.objectContaining({ code: "out-of-range" }) as unknown },
    ]);
    expect(existsSync(join(folder.dir, "far.png"))).toBe(false);
  });
  test("no ffmpeg ends with 5 and the line that installs it", async () => {
    const got = await cliJson(["probe", await plainClip()], {
      ...env,
      FOOTNOTE_FFPROBE: "/nonexistent/ffprobe",
    });
    expect([got.code, got.value]).toEqual([
      5,
      { error: expect.objectContaining({ code: "tool-missing" }) as unknown },
    ]);
    expect(got.stderr).toContain("FOOTNOTE_FFPROBE");
  });
  test("Ctrl+C ends with 4 and leaves a library that works", async () => {
    const film = await panFilm();
    const library = { FOOTNOTE_LIBRARY: join(folder.dir, "stopped") };
    for (const wait of [450, 900, 1800, 3600]) {
      const stopped = await cli(["find", film, "dark", "--json"], {
        env: library,
        onStart: (kill) => void setTimeout(() => kill("SIGINT"), wait),
      });
      // Too early on a slow machine: the program was not there yet to hear it.
      if (stopped.code === null) continue;
      // A fast machine may be through by then.
      expect([0, 4]).toContain(stopped.code);
      if (stopped.code === 4)
        expect(JSON.parse(stopped.stdout)).toMatchObject({ error: { code: "cancelled" } });
      break;
    }
    expect((await cliJson(["find", film, "dark"], library)).code).toBe(0);
  });
});

test("ground and evaluate speak the field's formats", async () => {
  const curves = join(folder.dir, "curves.jsonl");
  const out = join(folder.dir, "predictions.jsonl");
  const curve = Array.from({ length: 75 }, (_, i) => (i >= 20 && i < 30 ? 0.9 : 0.1));
  writeFileSync(
    curves,
    `${JSON.stringify({ qid: 1, query: "q", vid: "v", curve, clip_seconds: 2, duration: 150 })}\n`,
  );
  expect((await cliJson(["ground", curves, "-o", out], env)).value).toMatchObject({ written: 1 });
  const line = JSON.parse(readFileSync(out, "utf8")) as {
    qid: number;
    pred_relevant_windows: [number, number, number][];
  };
  expect(line.qid).toBe(1);
  expect(line.pred_relevant_windows[0]?.slice(0, 2)).toEqual([40, 60]);
  const truth = join(folder.dir, "truth.jsonl");
  const saliency = Array.from({ length: 10 }, () => [3, 3, 3]);
  writeFileSync(
    truth,
    `${JSON.stringify({ qid: 1, query: "q", vid: "v", duration: 150, relevant_windows: [[40, 60]], relevant_clip_ids: Array.from({ length: 10 }, (_, i) => 20 + i), saliency_scores: saliency })}\n`,
  );
  const scored = await cliJson(
    ["evaluate", "--task", "qvhighlights", "--truth", truth, "--predictions", out],
    env,
  );
  expect(scored.code).toBe(0);
  expect(JSON.stringify(scored.value)).toContain("100");
});

test("help teaches, version tells, doctor looks", async () => {
  const help = await cli(["--help"], { env });
  expect(help.code).toBe(0);
  for (const word of ["find", "ask", "clip", "Examples:", "Exit codes:"]) expect(help.stdout).toContain(word);
  expect((await cli(["--version"], { env })).stdout).toMatch(/^\d+\.\d+\.\d+/);
  const doctor = await cliJson(["doctor"], env);
  expect(doctor.value).toMatchObject({
    ok: true,
    checks: expect.arrayContaining([expect.objectContaining({ name: "ffmpeg", state: "ok" })]) as unknown,
  });
});
