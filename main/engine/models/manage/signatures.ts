import { clipEncoder, pictureEncoder } from "./signatures/encoders.ts";
import {
  detrObjects,
  mapObjects,
  shotNetwork,
  textFinder,
  ultraFace,
  voiceDetector,
  yunet,
} from "./signatures/detectors.ts";
import { looking } from "./signatures/looking.ts";
import { letters } from "./signatures/letters.ts";
import { momentHead } from "./signatures/moment-head.ts";
import type { Signature } from "./signatures/parts.ts";
import { sentences } from "./signatures/sentences.ts";
import { sounds } from "./signatures/sounds.ts";
import { speech } from "./signatures/speech.ts";

/** Known kinds, the most particular first. */
export const signatures: readonly Signature[] = [
  // Pictures of sound have as many dimensions as pictures.
  sounds(),
  looking(),
  clipEncoder,
  pictureEncoder,
  momentHead(),
  sentences(),
  speech("whisper", "input_features", "It takes pictures of sound and writes: a speech model like Whisper."),
  speech("moonshine", "input_values", "It takes sound as it is and writes: a speech model like Moonshine."),
  shotNetwork,
  voiceDetector,
  yunet,
  ultraFace,
  detrObjects,
  letters(),
  textFinder,
  mapObjects,
];
