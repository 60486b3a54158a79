import { expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { groundLines, readCurveLine } from "../../../main/engine/grounding/ground-lines.ts";

const row = {
  qid: 4,
  query: "a dog runs",
  vid: "v",
  curve: Array.from({ length: 75 }, (_, t) => (t >= 20 && t < 30 ? 0.8 : 0.1 + 0.01 * Math.sin(t))),
  clip_seconds: 2,
  duration: 149,
};

it("writes submission lines: windows in seconds, best first, inside the video, one saliency per 2-s clip", async () => {
  const [line] = await groundLines(createContext(), [readCurveLine(row, 1)]);
  expect(line).toMatchObject({ qid: 4, query: "a dog runs", vid: "v" });
  expect(line?.pred_relevant_windows[0]?.slice(0, 2)).toEqual([40, 60]);
  const scores = line?.pred_relevant_windows.map((w) => w[2]) ?? [];
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  for (const [start, end] of line?.pred_relevant_windows ?? []) {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeLessThanOrEqual(149);
  }
  expect(line?.pred_saliency_scores).toHaveLength(74);
  expect(line?.pred_saliency_scores[25]).toBeGreaterThan(0.9);
});

it("brings other clip lengths onto 2-s clips", async () => {
  const [line] = await groundLines(createContext(), [
    readCurveLine({ ...row, clip_seconds: 1, duration: 75 }, 1),
  ]);
  expect(line?.pred_saliency_scores).toHaveLength(37);
  expect(line?.pred_saliency_scores[12]).toBeGreaterThan(0.9);
  expect(line?.pred_relevant_windows[0]?.slice(0, 2)).toEqual([20, 30]);
});

it("names what is wrong with a line", () => {
  expect(() => readCurveLine({ ...row, curve: "x" }, 7)).toThrow(/line 7: curve/);
  expect(() => readCurveLine({ ...row, clip_seconds: 0 }, 2)).toThrow(/clip_seconds/);
  expect(() => readCurveLine(null, 3)).toThrow(/line 3: qid/);
});

it("stops when it is cancelled", async () => {
  const stop = new AbortController();
  stop.abort();
  await expect(groundLines(createContext({ signal: stop.signal }), [readCurveLine(row, 1)])).rejects.toThrow(
    "Cancelled",
  );
});
