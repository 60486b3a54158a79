import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../main/engine/evaluation/evaluate.ts";

const material = resolve(import.meta.dirname, "../../../../shared/material");
const here = existsSync(material);
if (!here) console.log(`skipped: ${material} is not there`);
const read = (path: string): string => readFileSync(`${material}/${path}`, "utf8");

/** Every number of a nested object by its path. */
function leaves(value: unknown, path = ""): [string, number][] {
  if (typeof value === "number") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${path}/${name}`));
}

describe.skipIf(!here)("published files", () => {
  it("reproduces all 104 numbers of the QVHighlights sample", () => {
    const folder = "moments/qvhighlights_moment_detr";
    const found = new Map(
      leaves(
        evaluate(
          "qvhighlights",
          read(`${folder}/data__highlight_val_release.jsonl`),
          read(`${folder}/standalone_eval__sample_val_preds.jsonl`),
        ),
      ),
    );
    const expected = leaves(JSON.parse(read(`${folder}/standalone_eval__sample_val_preds_metrics_raw.json`)));
    expect(expected).toHaveLength(104);
    expect(expected.filter(([path, value]) => found.get(path) !== value)).toEqual([]);
  });

  it("reproduces AutoShot's F1 to the last digit", () => {
    const file = JSON.parse(read("clips/shots/autoshot__shot_test_gt_and_predictions.json")) as {
      videos: Record<string, Record<string, unknown>>;
      expected: Record<string, number>;
    };
    const predictions = Object.fromEntries(
      Object.entries(file.videos).map(([id, v]) => [id, v["pred_scenes_thr0.296"]]),
    );
    const found = evaluate("shots", JSON.stringify({ videos: file.videos }), JSON.stringify(predictions));
    expect(found).toMatchObject(file.expected);
    expect(found["f1"]).toBe(0.8405448717948718);
  });

  it("gives the known trivial baselines of ActivityNet Captions", () => {
    const found = evaluate("activitynet-captions", read("moments/videox_2dtan/ActivityNet__test.json"), "");
    expect(found["queries"]).toBe(17_031);
    expect(found["baseline whole video"]).toMatchObject({
      mIoU: 34.57,
      "R@1,IoU>=0.3": 48.02,
      "R@1,IoU>=0.5": 21.21,
    });
  });

  it("reads Charades-STA, and a perfect answer is perfect", () => {
    const truth = read("moments/videox_2dtan/Charades-STA__charades_sta_test.txt");
    const lines = truth.split("\n").filter((l) => l.trim() !== "");
    const answers = lines.map((line, i) => {
      const [, start, end] = line.split("##")[0]?.split(" ") ?? [];
      return JSON.stringify({ qid: i, pred_relevant_windows: [[Number(start), Number(end), 1]] });
    });
    const found = evaluate("charades", truth, answers.join("\n"));
    expect(found["queries"]).toBe(3720);
    // A few of its moments have no length: nothing can overlap them.
    expect(found["R@1,IoU>=0.7"]).toBeGreaterThan(99.8);
  });

  it("scores the ActivityNet localisation sample, and the truth itself with 100", () => {
    const folder = "moments/mmaction2_activitynet_localization";
    const truth = read(`${folder}/gt.json`);
    const sample = evaluate("activitynet-detection", truth, read(`${folder}/result.json`));
    expect(sample["average-mAP"]).toBeGreaterThan(0);
    expect(sample["average-mAP"]).toBeLessThan(100);
    const parsed = JSON.parse(truth) as Record<string, { annotations: object[] }>;
    const results = Object.fromEntries(
      Object.entries(parsed).map(([id, v]) => [id, v.annotations.map((a) => ({ ...a, score: 1 }))]),
    );
    expect(evaluate("activitynet-detection", truth, JSON.stringify({ results }))["average-mAP"]).toBe(100);
  });
});
