import { describe, expect, it } from "vitest";
import { detectionAP, rankingAP } from "../../../main/engine/evaluation/average-precision.ts";
import { evaluate, evaluationTasks } from "../../../main/engine/evaluation/evaluate.ts";
import { optionOf } from "../../../main/engine/evaluation/multiple-choice.ts";
import { percent } from "../../../main/engine/evaluation/numbers.ts";
import { matchTransitions } from "../../../main/engine/evaluation/shots.ts";
import { FootnoteError } from "../../../contract/errors.ts";

const lines = (...rows: object[]): string => rows.map((r) => JSON.stringify(r)).join("\n");

describe("average precision", () => {
  it("takes each truth once, and the envelope of precision", () => {
    const truth = [
      { start: 0, end: 10 },
      { start: 20, end: 30 },
    ];
    const predictions = [
      { start: 0, end: 10, score: 0.9 },
      { start: 0, end: 10, score: 0.8 },
      { start: 20, end: 30, score: 0.7 },
    ];
    // Hit, repeat, hit: 1/2 * 1 + 1/2 * 2/3.
    expect(detectionAP(truth, predictions, [0.5])[0]).toBeCloseTo(5 / 6);
    expect(detectionAP(truth, [], [0.5])).toEqual([0]);
  });
  it("ranks clips with ties as one step", () => {
    expect(rankingAP([true, false, false], [1, 1, 0])).toBeCloseTo(0.5);
    expect(rankingAP([true, false, true], [3, 2, 1])).toBeCloseTo((1 + 2 / 3) / 2);
    expect(rankingAP([false, false], [1, 2])).toBe(0);
    expect(rankingAP([true, true], [1, 2])).toBe(1);
  });
});

it("rounds halves to even, as the published evaluators print them", () => {
  expect([percent(0.53125), percent(0.0053125), percent(1 / 3), percent(0.00125), percent(0.00375)]).toEqual([
    53.12, 0.53, 33.33, 0.12, 0.38,
  ]);
});

describe("single moments", () => {
  const truth = "AAAA 0.0 10.0##person sits\nBBBB 5.0 10.0##person stands";
  it("tells >= from >", () => {
    const found = evaluate(
      "charades",
      truth,
      lines(
        {
          pred_relevant_windows: [
            [0, 5, 1],
            [0, 10, 0.5],
          ],
        },
        { pred_relevant_windows: [[5, 10, 1]] },
      ),
    );
    expect(found).toMatchObject({ "R@1,IoU>=0.5": 100, "R@1,IoU>0.5": 50, "R@5,IoU>0.5": 100, mIoU: 75 });
  });
  it("counts a missing prediction as a miss", () => {
    const found = evaluate("charades", truth, lines({ qid: 1, pred_relevant_windows: [[5, 10]] }));
    expect(found).toMatchObject({ queries: 2, answered: 1, "R@1,IoU>=0.3": 50 });
  });
});

it("grounded QA: right answer in the right place", () => {
  const truth = lines(
    {
      qid: 1,
      answer: "a",
      relevant_windows: [
        [0, 4],
        [10, 20],
      ],
    },
    { qid: 2, answer: "b", relevant_windows: [[0, 10]] },
    { qid: 3, answer: "c", relevant_windows: [[0, 10]] },
    { qid: 4, answer: "d", relevant_windows: [[3, 10]] },
  );
  const predictions = lines(
    { qid: 1, answer: "a", window: [10, 15] },
    { qid: 2, answer: "b", window: [8, 18] },
    { qid: 3, answer: "x", window: [0, 10] },
    { qid: 4, answer: "d", window: [5, 5] },
  );
  expect(evaluate("grounded-qa", truth, predictions)).toMatchObject({
    "Acc@QA": 75,
    "Acc@GQA": 50,
    "IoP@0.5": 75,
    "IoU@0.5": 50,
    mIoP: 80,
  });
});

it("multiple choice: reads free answers and prints blind baselines", () => {
  const options = ["A dog", "a red car", "nothing"];
  expect(
    ["(B)", "B.", "The answer is B", "a red car", "A dog", "I see a red car there"].map((t) =>
      optionOf(t, options),
    ),
  ).toEqual([1, 1, 1, 1, 0, 1]);
  expect(optionOf("I cannot say", options)).toBe(-1);
  const truth = lines(
    { qid: 1, answer: "B", options, task: "what" },
    { qid: 2, answer: 0, options, task: "who" },
    { qid: 3, answer: "nothing", options, task: "who" },
  );
  const predictions = lines(
    { qid: 1, prediction: "(B) a red car" },
    { qid: 2, prediction: "C" },
    { qid: 3, prediction: "C" },
  );
  expect(evaluate("multiple-choice", truth, predictions)).toMatchObject({
    accuracy: 66.67,
    "mean of tasks": 75,
    "baseline chance": 33.33,
    "baseline longest option": 33.33,
  });
});

it("shots: two frames of tolerance, in order", () => {
  const truth = [
    [0, 99],
    [100, 199],
    [200, 300],
  ];
  expect(
    matchTransitions(
      truth,
      [
        [0, 101],
        [102, 150],
        [151, 300],
      ],
      2,
    ),
  ).toEqual({ tp: 1, fp: 1, fn: 1 });
  expect(
    matchTransitions(
      truth,
      [
        [0, 102],
        [103, 300],
      ],
      2,
    ),
  ).toEqual({ tp: 0, fp: 1, fn: 2 });
});

it("agreement: matched marks and kappa over time", () => {
  const a = lines({ vid: "v", start: 0, end: 10, duration: 40 }, { vid: "v", start: 20, end: 30 });
  const same = evaluate("agreement", a, a);
  expect(same).toMatchObject({ "F1@0.5": 1, "Cohen's kappa": 1, "mean IoU of matched": 1 });
  const other = lines({ vid: "v", start: 5, end: 15 }, { vid: "v", start: 25, end: 35 });
  // Half of each overlaps: agreement 0.5 where chance gives 0.5.
  expect(evaluate("agreement", a, other)).toMatchObject({ "F1@0.5": 0, matched: 2, "Cohen's kappa": 0 });
});

it("refuses files of another shape, naming the line", () => {
  for (const task of evaluationTasks)
    expect(() => evaluate(task, "not json", "neither")).toThrow(FootnoteError);
  expect(() =>
    evaluate("qvhighlights", lines({ qid: 1, duration: 10, relevant_windows: [[0, 2]] }), ""),
  ).toThrow(/1 without a prediction/);
});
