import { evaluateAgreement } from "./agreement.ts";
import { evaluateDetection } from "./detection.ts";
import { evaluateGroundedQa } from "./grounded-qa.ts";
import { evaluateMultipleChoice } from "./multiple-choice.ts";
import { evaluateQvhighlights, readMomentPredictions, readMomentTruth } from "./qvhighlights.ts";
import { evaluateShots } from "./shots.ts";
import { evaluateSingleMoment } from "./single-moment.ts";

type Evaluator = (truthText: string, predictionsText: string) => Record<string, unknown>;

const evaluators = {
  qvhighlights: (truth, predictions) =>
    evaluateQvhighlights(readMomentTruth(truth), readMomentPredictions(predictions)),
  charades: evaluateSingleMoment,
  "activitynet-captions": evaluateSingleMoment,
  "activitynet-detection": evaluateDetection,
  "grounded-qa": evaluateGroundedQa,
  "multiple-choice": evaluateMultipleChoice,
  shots: (truth, predictions) => evaluateShots(truth, predictions),
  agreement: evaluateAgreement,
} as const satisfies Readonly<Record<string, Evaluator>>;

export type EvaluationTask = keyof typeof evaluators;
export const evaluationTasks = Object.keys(evaluators) as EvaluationTask[];

/**
 * Scores predictions against ground truth by a task's published protocol; both are the texts of the files.
 * Returns the metrics under the names that the field uses. Throws bad-arguments for a file of another shape.
 */
export const evaluate = (
  task: EvaluationTask,
  truthText: string,
  predictionsText: string,
): Record<string, unknown> => evaluators[task](truthText, predictionsText);
