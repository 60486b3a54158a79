import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Cue } from "../../../contract/media.ts";
import { createContext } from "../../../main/engine/context.ts";
import { loadCatalogue } from "../../../main/engine/models/catalogue.ts";
import { importModel } from "../../../main/engine/models/manage/import-model.ts";
import { createTextFinder } from "../../../main/engine/models/text/text-finder.ts";
import { tesseractReader } from "../../../main/engine/models/text/tesseract.ts";
import { createCaptionTracker } from "../../../main/engine/words/screen/caption-tracker.ts";
import { settledText } from "../../../main/engine/words/screen/captions.ts";
import { findText } from "../../../main/engine/words/screen/find-text.ts";
import { grayOf, halved, parted, sizedGray, type Gray } from "../../../main/engine/words/screen/gray.ts";
import { decodeScreen, encodeScreen } from "../../../main/engine/words/screen/screen-blob.ts";
import { tinyTextFinder } from "../../../native-models/tiny/detectors.ts";
import { made, material } from "../../fixtures-made/made.ts";
import { openStore } from "../../../main/engine/store/store.ts";
import { tinyLetters } from "../../../native-models/tiny/letters.ts";
import { tinyLibrary } from "../models/tiny-library.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "../engine/open-engine.ts";

const flat = (width: number, height: number, value: number): Gray => ({
  width,
  height,
  data: new Uint8Array(width * height).fill(value),
});

/** Upright strokes three pixels wide with gaps of four, like a line of letters. */
function strokes(gray: Gray, left: number, top: number, count: number, height: number, value: number): Gray {
  const data = Uint8Array.from(gray.data);
  for (let i = 0; i < count; i++)
    for (let y = top; y < top + height; y++)
      for (let x = 0; x < 3; x++) data[y * gray.width + left + i * 7 + ((i * 5) % 3) + x] = value;
  return { ...gray, data };
}

describe("pictures in brightness", () => {
  it("weigh colours, halve and resize", () => {
    const gray = grayOf(Uint8Array.from([255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0]), 2, 2);
    expect([...gray.data]).toEqual([255, 0, 76, 149]);
    expect([...halved(gray).data]).toEqual([120]);
    expect(sizedGray(flat(10, 10, 40), 5, 7).data.every((v) => v === 40)).toBe(true);
    expect([...sizedGray({ width: 2, height: 1, data: Uint8Array.from([0, 100]) }, 4, 1).data]).toEqual([
      0, 25, 75, 100,
    ]);
  });
  it("part into dark and bright", () => {
    const { level, clear, brightShare } = parted({
      width: 10,
      height: 1,
      data: Uint8Array.from([10, 12, 11, 10, 9, 200, 210, 10, 11, 12]),
    });
    expect(level).toBeGreaterThanOrEqual(12);
    expect(level).toBeLessThan(200);
    expect(clear).toBeGreaterThan(0.99);
    expect(brightShare).toBeCloseTo(0.2);
  });
});

describe("areas that look like text", () => {
  it("are rows of strokes, of any size, and nothing else", () => {
    const page = strokes(flat(640, 360, 60), 100, 200, 20, 14, 230);
    const [area, ...others] = findText(page);
    expect(others).toEqual([]);
    expect(area?.left).toBeGreaterThan(80);
    expect(area?.left).toBeLessThanOrEqual(100);
    expect(area?.top).toBeLessThanOrEqual(200);
    expect((area?.top ?? 0) + (area?.height ?? 0)).toBeGreaterThanOrEqual(214);
    expect(area?.width).toBeLessThan(200);
    expect(findText(flat(640, 360, 90))).toEqual([]);
    // A single edge, however sharp, is no text.
    const half = flat(640, 360, 20);
    half.data.fill(230, 0, 640 * 180);
    expect(findText(half)).toEqual([]);
  });
});

describe("captions", () => {
  const page = (shift: number): Gray => strokes(flat(640, 360, 60 + shift), 100, 200, 20, 14, 240);
  const at = (i: number) => ({ frame: i * 12, time: i / 2 });
  it("are one as long as the same strokes are in the same place", () => {
    const tracker = createCaptionTracker();
    const read = [{ text: "HELLO", confidence: 0.99 }];
    for (let i = 0; i < 6; i++)
      for (const caption of tracker.push(page(i), findText(page(i)), at(i))) caption.readings = read;
    const other = strokes(flat(640, 360, 60), 103, 200, 12, 14, 240);
    for (let i = 6; i < 10; i++) tracker.push(other, findText(other), at(i));
    const all = tracker.finish();
    expect(all.map((c) => [c.first.time, c.last.time, c.seen])).toEqual([
      [0, 2.5, 6],
      [3, 4.5, 4],
    ]);
    // What ended keeps no pixels.
    expect(all[0]?.cut.now.data).toHaveLength(0);
    expect(all[1]?.cut.now.data.length).toBeGreaterThan(0);
  });
  it("are looked for in the pictures before, and may be hidden for one picture", () => {
    const tracker = createCaptionTracker();
    for (let i = 0; i < 8; i++)
      // Only the fourth look notices it; the sixth picture hides it.
      tracker.push(i === 5 ? flat(640, 360, 60) : page(0), i === 3 ? findText(page(0)) : [], at(i));
    expect(tracker.finish().map((c) => [c.first.frame, c.last.frame, c.seen])).toEqual([[0, 84, 7]]);
  });
  it("are believed by length and certainty", () => {
    const text = (t: string, confidence: number, times = 1) =>
      settledText(Array.from({ length: times }, () => ({ text: t, confidence })))?.text;
    expect(text("EXIT", 0.96)).toBe("EXIT");
    expect(text("EXIT", 0.8)).toBeUndefined();
    expect(text("Harbour Cafe", 0.7)).toBe("Harbour Cafe");
    expect(text("Harbour Cafe", 0.6)).toBeUndefined();
    expect(text("TER", 0.94)).toBeUndefined();
    expect(text("TER", 0.94, 2)).toBe("TER");
    for (const noise of ["| l", "—", "A A B", "{}[]ab", "lllllllll"])
      expect(text(noise, 0.99, 3), noise).toBeUndefined();
    expect(settledText([])).toBeUndefined();
  });
});

describe("stored text", () => {
  it("comes back as it was, and is refused when it is something else", () => {
    const screen = {
      reader: { id: "r", revision: "1", title: "R" },
      pictures: 4,
      reads: 2,
      cues: [
        {
          start: 1,
          end: 2.5,
          text: "Ausfahrt\n»frei«",
          confidence: 0.9,
          frame: 25,
          box: { left: 0.1, top: 0.2, width: 0.3, height: 0.05 },
        },
      ],
    };
    expect(decodeScreen(encodeScreen(screen))).toEqual(screen);
    expect(() => decodeScreen(Uint8Array.from([1, 2, 3]))).toThrow(/cannot be read/);
  });
});

/** Text with an outline over a picture that moves; false where this ffmpeg draws no text. */
const subtitled = async (): Promise<string | undefined> => {
  const line = (text: string, size: number, x: string, y: string, from: number, to: number): string =>
    `drawtext=text='${text}':fontsize=${size}:fontcolor=white:borderw=2:x=${x}:y=${y}:enable='between(t,${from},${to - 0.01})'`;
  try {
    return await made("burnt-in-16s.mp4", [
      "-f", "lavfi", "-i", "mandelbrot=size=640x360:rate=25:start_scale=1:end_scale=0.2:end_pts=400",
      "-t", "16", "-vf",
      [
        line("EXIT", 44, "60", "60", 2, 6),
        line("Captain, we are losing power", 22, "(w-tw)/2", "310", 8, 11),
        line("It was over before we knew", 22, "(w-tw)/2", "310", 11.5, 15),
      ].join(","),
      "-c:v", "libx264", "-pix_fmt", "yuv420p",
    ]); // prettier-ignore
  } catch (error) {
    process.stdout.write(`skipped: this ffmpeg draws no text (${String(error).slice(0, 120)})\n`);
    return undefined;
  }
};

const film = await subtitled();
describe.skipIf(film === undefined)("text on screen, read from a film", () => {
  const folder = scratchFolder();
  let opened: OpenedEngine;
  let id: Awaited<ReturnType<OpenedEngine["indexed"]>>;
  beforeAll(async () => {
    opened = await openEngine(join(folder.dir, "library"));
    id = await opened.indexed(film ?? "");
  });
  afterAll(async () => {
    await opened.engine.close();
    folder.remove();
  });
  const find = (question: string) => opened.engine.service.call("find", { question, mediaIds: [id] }, call);

  it("gives one cue for each caption, with its start, end and place", async () => {
    const { cues } = await opened.engine.service.call("media.words", { id }, call);
    const lines = cues.map(({ text, source }: Cue) => `${source} ${text}`);
    // A moving picture behind the words may put a stray letter or two before or after them.
    expect(lines).toHaveLength(3);
    for (const [i, words] of ["EXIT", "Captain, we are losing power", "It was over before we knew"].entries())
      expect(lines[i]).toMatch(new RegExp(`^screen (.{1,3} )?${words}( .{1,3})?$`));
    for (const [i, [from, to]] of [
      [2, 6],
      [8, 11],
      [11.5, 15],
    ].entries()) {
      expect(Math.abs((cues[i]?.start ?? 0) - (from ?? 0))).toBeLessThanOrEqual(0.3);
      expect(Math.abs((cues[i]?.end ?? 0) - (to ?? 0))).toBeLessThanOrEqual(0.3);
    }
    expect(cues[0]?.place?.left).toBeCloseTo(60 / 640, 1);
    expect(cues[0]?.place?.top).toBeCloseTo(64 / 360, 1);
  });

  it("is found by its words, with the frame and the box that show it", async () => {
    const exit = await find('on screen "EXIT"');
    expect(exit.moments).toHaveLength(1);
    expect(exit.moments[0]?.reasons[0]).toMatchObject({ source: "screen", text: "on screen: “EXIT”" });
    const box = exit.moments[0]?.reasons[0]?.boxes?.[0];
    expect(box).toMatchObject({ label: "text" });
    expect(box?.frame).toBeGreaterThanOrEqual(45);
    expect(box?.frame).toBeLessThan(150);
    expect((await find('a sign that says "losing power"')).moments).toHaveLength(1);
    expect((await find("text on screen")).moments.length).toBeGreaterThanOrEqual(2);
    const nowhere = await find('on screen "open"');
    expect(nowhere).toMatchObject({ answerable: true, moments: [] });
  });

  it("is no speech and no subtitle of the player", async () => {
    const said = await find('somebody says "captain"');
    expect(said.moments).toEqual([]);
    const vtt = await opened.engine.bulk(new Request(`http://engine/media/${id}/subtitles.vtt`));
    expect(await vtt.text()).not.toContain("EXIT");
  });
});

describe("a finder of PP-OCR's shape", () => {
  it("gives a box around each line, wider than its core, in pixels of the picture", async () => {
    const library = tinyLibrary([tinyTextFinder()]);
    const { entries } = await loadCatalogue(createContext(), library.places);
    const entry = entries[0];
    if (!entry?.folder) throw new Error("not installed");
    const finder = createTextFinder(entry.manifest, entry.folder, "fp32");
    const data = new Uint8Array(200 * 100 * 3);
    for (let y = 40; y < 50; y++) data.fill(255, (y * 200 + 30) * 3, (y * 200 + 130) * 3);
    const found = await finder.find(createContext(), { width: 200, height: 100, data });
    await finder.dispose();
    library.remove();
    expect(found).toHaveLength(1);
    const { left = 0, top = 0, width = 0, height = 0, score = 0 } = found[0] ?? {};
    expect(score).toBeGreaterThan(0.9);
    expect(left).toBeGreaterThan(18);
    expect(left).toBeLessThan(30);
    expect(left + width).toBeGreaterThan(130);
    expect(top).toBeLessThan(40);
    expect(top + height).toBeGreaterThan(50);
    expect(height).toBeLessThan(40);
  });

  const network = join(material, "onnx/ppocr/ch_PP-OCRv2_det_infer.onnx");
  it.skipIf(!existsSync(network) || film === undefined)(
    "is used where one is installed: the real one finds the same captions",
    async () => {
      const library = tinyLibrary([]);
      const folder = scratchFolder();
      const { entry } = await importModel(createContext(), library.places, network);
      expect(entry.manifest).toMatchObject({ task: "text-detection", family: "pp-ocr-det" });
      const opened = await openEngine(join(folder.dir, "library"), {
        modelsDir: library.places.modelsDir,
        modelsHome: library.places.libraryDir,
      });
      try {
        const id = await opened.indexed(film ?? "");
        const { cues } = await opened.engine.service.call("media.words", { id }, call);
        expect(cues.map((c: Cue) => c.text)).toEqual([
          "EXIT",
          "Captain, we are losing power",
          "It was over before we knew",
        ]);
        expect(Math.abs((cues[0]?.start ?? 0) - 2)).toBeLessThanOrEqual(0.3);
      } finally {
        await opened.engine.close();
        folder.remove();
        library.remove();
      }
    },
  );
});

describe("a recogniser of PP-OCR's shape", () => {
  it.skipIf(film === undefined)("reads what is found on screen where one is installed", async () => {
    const library = tinyLibrary([tinyLetters()]);
    const folder = scratchFolder();
    const home = join(folder.dir, "library");
    const opened = await openEngine(home, {
      modelsDir: library.places.modelsDir,
      modelsHome: library.places.libraryDir,
    });
    try {
      const id = await opened.indexed(film ?? "");
      expect((await opened.engine.service.call("media.get", { id }, call)).stages.screen).toBe("done");
      await opened.engine.close();
      const store = openStore(home, "a test");
      const row = store.results.latest(id, "screen");
      store.close();
      expect(row?.key).toContain("tiny-letters@1/fp32");
      const { reader, reads } = decodeScreen(row?.data ?? new Uint8Array());
      expect(reader.id).toBe("tiny-letters");
      expect(reads).toBeGreaterThanOrEqual(3);
    } finally {
      await opened.engine.close().catch(() => {});
      folder.remove();
      library.remove();
    }
  });
});

describe("the reader", () => {
  it("stops with its context and reads nothing in an empty picture", async () => {
    const reader = tesseractReader();
    const picture = flat(200, 50, 255);
    expect(await reader.read(createContext(), picture, "line")).toEqual({ text: "", confidence: 0 });
    const stop = new AbortController();
    const reading = reader.read(createContext({ signal: stop.signal }), picture, "line");
    stop.abort();
    await expect(reading).rejects.toMatchObject({ code: "cancelled" });
    await reader.dispose();
  });
});
