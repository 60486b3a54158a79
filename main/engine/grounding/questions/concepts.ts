import type { Chip } from "../../../../contract/moments.ts";

/** What a measured condition is called on a chip, and whether it is a thing that happens or a state that lasts. */
export interface ConceptInfo {
  readonly kind: Chip["kind"];
  readonly meaning: string;
  /** An event keeps its own edges when a state is asked for beside it; two states are cut to what they share. */
  readonly nature: "event" | "state";
}

const event = (kind: Chip["kind"], meaning: string): ConceptInfo => ({ kind, meaning, nature: "event" });
const state = (kind: Chip["kind"], meaning: string): ConceptInfo => ({ kind, meaning, nature: "state" });

/** Every condition that can be measured without a model. */
export const concepts = {
  "camera.panLeft": event("camera", "the camera moves or turns left"),
  "camera.panRight": event("camera", "the camera moves or turns right"),
  "camera.pan": event("camera", "the camera pans, to either side"),
  "camera.tiltUp": event("camera", "the camera tilts or rises"),
  "camera.tiltDown": event("camera", "the camera tilts down or sinks"),
  "camera.tilt": event("camera", "the camera tilts, up or down"),
  "camera.zoomIn": event("camera", "the camera zooms or moves in"),
  "camera.zoomOut": event("camera", "the camera zooms or moves out"),
  "camera.zoom": event("camera", "the camera zooms, in or out"),
  "camera.move": event("camera", "the camera moves"),
  "camera.static": state("camera", "the camera stands still"),
  "camera.shake": state("camera", "the camera shakes, as when held by hand"),
  "light.bright": state("signal", "the picture is bright"),
  "light.dark": state("signal", "the picture is dark"),
  "light.brighter": event("signal", "the picture becomes brighter"),
  "light.darker": event("signal", "the picture becomes darker"),
  "light.black": state("signal", "the picture is black"),
  "light.white": state("signal", "the picture is white"),
  "light.flash": event("signal", "a flash of light"),
  "light.contrast": state("signal", "the picture has strong contrast"),
  "light.flat": state("signal", "the picture has little contrast"),
  "light.brightest": event("signal", "where the picture is brightest"),
  "light.darkest": event("signal", "where the picture is darkest"),
  "colour.vivid": state("colour", "strong colours"),
  "colour.pale": state("colour", "weak colours"),
  "colour.none": state("colour", "black and white"),
  "colour.most": event("colour", "where the colours are strongest"),
  "focus.sharp": state("signal", "the picture is sharp"),
  "focus.blurred": state("signal", "the picture is blurred"),
  "focus.sharpest": event("signal", "where the picture is sharpest"),
  "motion.much": state("signal", "much movement in the picture"),
  "motion.little": state("signal", "little movement in the picture"),
  "motion.frozen": state("signal", "the picture stands still"),
  "motion.most": event("signal", "where most moves"),
  "motion.least": event("signal", "where least moves"),
  "sound.silent": state("sound", "silence"),
  "sound.quiet": state("sound", "quiet sound or silence"),
  "sound.loud": state("sound", "loud sound"),
  "sound.goesQuiet": event("sound", "quiet that begins after sound"),
  "sound.goesLoud": event("sound", "sound that sets in or swells"),
  "sound.sudden": event("sound", "a sudden sound"),
  "sound.loudest": event("sound", "where it is loudest"),
  "sound.quietest": event("sound", "where it is quietest"),
  "words.speech": state("words", "somebody speaks"),
  "words.none": state("words", "nobody speaks"),
  "words.screen": state("words", "text on screen"),
  "shot.cut": event("shot", "a cut from one shot to the next"),
  "shot.dissolve": event("shot", "a dissolve between two shots"),
  "shot.change": event("shot", "a change of shot, of any kind"),
  "shot.fadeIn": event("shot", "the picture fades in"),
  "shot.fadeOut": event("shot", "the picture fades out"),
  "shot.fade": event("shot", "the picture fades in or out"),
  "shot.each": event("shot", "each shot"),
  "shot.long": event("shot", "shots that last long"),
  "shot.short": event("shot", "shots that are short"),
  "shot.rapid": state("shot", "shots that follow each other quickly"),
} as const satisfies Readonly<Record<string, ConceptInfo>>;

export type Concept = keyof typeof concepts;
