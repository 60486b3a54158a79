import { FootnoteError } from "../../../../../contract/errors.ts";
import type { CheckedModel } from "../../check-model.ts";
import type { ModelManifest } from "../../manifest.ts";
import { tensorOf } from "../described.ts";
import { fixed, only, type Signature, type Value } from "./parts.ts";

/** A family of one network that is known by its shapes and names alone. */
function detector(about: {
  readonly task: ModelManifest["task"];
  readonly family: ModelManifest["family"];
  readonly goodFor: string;
  readonly fits: (model: CheckedModel) => boolean;
  readonly roles: Readonly<Record<string, string>>;
  readonly reason: string;
}): Signature {
  return {
    match: (models) => {
      const found = only(models, about.fits);
      return found.length > 0 ? new Map([["network" as const, found]]) : undefined;
    },
    describe: (roles) => {
      const model = roles.get("network")?.[0];
      if (!model) throw new FootnoteError("internal", "a signature matched without its parts");
      const as = (value: Value): string =>
        about.roles[value.name] ?? (model.inputs.includes(value) ? "pixels" : value.name.slice(0, 40));
      return {
        task: about.task,
        family: about.family,
        goodFor: about.goodFor,
        networks: [
          {
            role: "network",
            inputs: model.inputs.map((v) => tensorOf(v, as(v))),
            outputs: model.outputs.map((v) => tensorOf(v, as(v))),
          },
        ],
        reasons: [about.reason],
      };
    },
  };
}

export const shotNetwork = detector({
  task: "shot-detection",
  family: "transnet",
  goodFor: "Where cuts and dissolves are.",
  fits: (m) => {
    const shape = m.inputs[0]?.shape ?? [];
    return (
      m.inputs.length === 1 && shape.length === 5 && shape[2] === 27 && shape[3] === 48 && shape[4] === 3
    );
  },
  roles: {},
  reason: "It takes pictures of 48 x 27, a hundred at once: a shot network like TransNetV2's.",
});

export const voiceDetector = detector({
  task: "voice-activity",
  family: "voice-activity",
  goodFor: "Where somebody speaks.",
  fits: (m) =>
    ["input", "state", "sr"].every((n) => m.inputs.some((i) => i.name === n)) &&
    m.outputs.some((o) => o.name === "stateN"),
  roles: { input: "samples", state: "state", sr: "rate", output: "chance", stateN: "state" },
  reason: "It takes sound in small steps with a state: a voice detector like Silero's.",
});

export const yunet = detector({
  task: "face-detection",
  family: "face-detector",
  goodFor: "Where faces are; not whose.",
  fits: (m) =>
    m.inputs.length === 1 &&
    ["cls_8", "obj_8", "bbox_8", "cls_32", "obj_32", "bbox_32"].every((n) =>
      m.outputs.some((o) => o.name === n),
    ),
  roles: {},
  reason: "It gives classes, objectness and boxes at three strides: a face detector like YuNet.",
});

export const ultraFace = detector({
  task: "face-detection",
  family: "ultraface",
  goodFor: "Where faces are; not whose.",
  fits: (m) =>
    m.inputs.length === 1 &&
    [
      ["scores", 2],
      ["boxes", 4],
    ].every(([name, last]) => m.outputs.some((o) => o.name === name && o.shape?.at(-1) === last)),
  roles: {},
  reason: "It gives two scores and a box for each of its anchors: a face detector like UltraFace.",
});

export const detrObjects = detector({
  task: "object-detection",
  family: "detr",
  goodFor: "Where people, animals, vehicles and 77 other things are.",
  fits: (m) =>
    m.inputs.length === 1 &&
    m.outputs.some((o) => o.name === "logits" && o.shape?.at(-1) === 80) &&
    m.outputs.some((o) => o.name === "pred_boxes" && o.shape?.at(-1) === 4),
  roles: {},
  reason: "It gives logits for 80 things and boxes by query: an object detector like RT-DETR or D-FINE.",
});

export const textFinder = detector({
  task: "text-detection",
  family: "pp-ocr-det",
  goodFor: "Where text is in a picture; it is read by what comes with Footnote.",
  fits: (m) => {
    const [input, output] = [m.inputs[0]?.shape, m.outputs[0]?.shape];
    return (
      m.inputs.length === 1 &&
      m.outputs.length === 1 &&
      input?.length === 4 &&
      input[1] === 3 &&
      fixed(input[2]) === undefined &&
      output?.length === 4 &&
      output[1] === 1 &&
      fixed(output[2]) === undefined
    );
  },
  roles: {},
  reason: "It takes pictures of any size and gives one map as large: a text finder like PP-OCR's.",
});

export const mapObjects = detector({
  task: "object-detection",
  family: "object-detector",
  goodFor: "Where people, animals, vehicles and 77 other things are.",
  fits: (m) => {
    const [input] = m.inputs;
    const [output] = m.outputs;
    const [side, cells] = [fixed(input?.shape?.[2]), fixed(output?.shape?.[2])];
    return (
      m.inputs.length === 1 &&
      m.outputs.length === 1 &&
      output?.shape?.[1] === 85 &&
      side !== undefined &&
      cells !== undefined &&
      side / cells === 16
    );
  },
  roles: {},
  reason: "It gives 85 numbers for each sixteenth of the picture: an object detector like FastestDet.",
});
