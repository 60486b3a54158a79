import { camera, manner, means, type Entry } from "./entry.ts";

const sideways =
  "(?:moves?|moving|moved|turns?|turning|turned|swings?|swinging|swung|sweeps?|sweeping|swept|rotates?|rotating|looks?|looking|shifts?|shifting|goes|going|slides?|sliding|glides?|gliding|travels?|travelling|traveling|tracks?|tracking|trucks?|trucking|dolly|dollies|drifts?|drifting|whips?|follows?)";
const pans = "(?:(?:whip|swish|slow|quick|fast)[- ])?(?:pans|pan|panned|panning)";
const towards = "(?: (?:to|towards?|toward the|in the direction of))?(?: the)?";
/** Not behind a thing that moves so: "a box is sliding right", "a truck left". */
const ofItself =
  "(?<!\\b(?!(?:then|and|or|with|slow|slowly|fast|quick|quickly|smooth|smoothly|camera|shot|where|in|by|is|are|no|any|every|each|long)\\b)[a-z-]+\\s+(?:(?:is|are)\\s+)?)";

const side = (which: "left" | "right"): string[] => {
  const other = which === "left" ? "right" : "left";
  const end = `${which}(?:wards?)?(?:[- ]hand side)?`;
  return [
    `(?:${camera} )?${pans}${manner}${towards} ${end}`,
    `(?:${camera} )?${pans}${manner} from (?:the )?${other}(?: hand side)? to (?:the )?${end}`,
    `${camera} ${sideways}${manner}${towards} ${end}`,
    `${camera} ${sideways}${manner} from (?:the )?${other} to (?:the )?${end}`,
    `(?:a |the )?(?:slow |quick |fast )?${which}(?:ward)?s?[- ](?:camera )?(?:pan|pans|panning|panning shot|camera move|camera movement)`,
    `(?:a |the )?${other}[- ]to[- ]${which} (?:camera )?(?:pan|pans|sweep|camera move|camera movement|movement of the camera)`,
    `pan[- ]${which}`,
    `camera (?:tracking|trucking|sliding)${towards} ${end}`,
    `(?:tracking|trucking|sliding) shot${towards} ${end}`,
    `${ofItself}(?:tracking|trucking|sliding)${towards} ${end}`,
    `camera movement${towards} ${end}`,
    `${ofItself}(?:dolly|truck|slide)s? ${end}`,
  ];
};

const vertical = (which: "up" | "down"): string[] => {
  const words = which === "up" ? "up(?:wards?)?|skywards?" : "down(?:wards?)?";
  const own =
    which === "up"
      ? "(?:rises?|rising|rose|ascends?|ascending|lifts?|climbs?|climbing)"
      : "(?:sinks?|sinking|descends?|descending|drops?|lowers?|lowering)";
  return [
    `(?:${camera} )?(?:tilts|tilt|tilted|tilting)${manner} (?:${words})`,
    `${camera} (?:moves?|moving|moved|goes|going|looks?|looking|cranes?|craning|booms?|pedestals?|turns?|turning|swings?|pans?|panning|travels?)${manner} (?:${words})`,
    `(?:pans?|panning) (?:${words})`,
    `${camera} ${own}`,
    `(?:an? |the )?(?:${words})[- ]tilt`,
    `(?:crane|boom|pedestal|jib)s?[- ]${which}`,
    `tilt[- ]${which}`,
  ];
};

const through = "(?: (?:on|on to|onto|into|towards?|toward))?";

/** Phrasings of what the camera does. */
export const cameraEntries: readonly Entry[] = [
  means("camera.panLeft", ...side("left")),
  means("camera.panRight", ...side("right")),
  means("camera.tiltUp", ...vertical("up")),
  means("camera.tiltDown", ...vertical("down")),
  means(
    "camera.pan",
    `${camera} ${pans}${manner}(?: sideways)?`,
    `${camera} (?:sweeps?|sweeping|swings?|swinging|turns?|turning)${manner}(?: sideways)?`,
    `${camera} (?:moves?|moving|travels?|tracks?|slides?)${manner} sideways`,
    "(?:a |an |the |any |every |each )*(?:camera |horizontal |sideways |slow |fast |quick |whip |swish )*pan(?: shot)?s?(?! (?:of|on the (?:stove|fire)|full|lid|handle))(?<!(?:frying|sauce|bread|baking|cooking|hot) pans?)",
    `panning(?: shots?)?${manner}|panned${manner}`,
    `(?:${camera} )?${pans}${manner}${towards} (?:left|right) (?:or|and)(?: then)?(?: to)?(?: the)? (?:right|left)`,
    "panoramic (?:shots?|sweeps?|views?)",
    "sideways camera (?:move|movement|motion)",
  ),
  means(
    "camera.tilt",
    `${camera} (?:tilts|tilt|tilted|tilting)(?! (?:his|her|its|their|the) )`,
    "(?:a |the |any |every )*(?:camera |vertical )*tilt(?: shot)?s?",
    `(?:${camera} )?tilt(?:s|ed|ing)?${manner} (?:up|down) (?:or|and)(?: then)? (?:down|up)`,
    "tilting shots?|vertical camera (?:move|movement|motion)|tilts",
  ),
  means(
    "camera.zoomIn",
    `(?:${camera} )?(?:zooms|zoom|zoomed|zooming)${manner} (?:in|closer)${through}`,
    `(?:${camera} )?(?:push|pushes|pushing|pushed)${manner} in${through}`,
    `${camera} (?:moves?|moving|moved|comes?|coming|goes|going|pushes|pushing|creeps?|gets|getting|dollies|dolly|dollying|tracks?|tracking|travels?|closes|closing|flies|drives)${manner} (?:in|closer|nearer|near|forwards?|ahead|up to)${through}`,
    "(?:a |the )?(?:slow |fast |quick )?(?:zoom|push|dolly|track)[- ]?in",
    "(?:a |the )?forwards? (?:camera (?:move|movement|motion)|tracking shot|dolly)",
    "(?:dollies|dolly|tracks) in|crash zoom",
  ),
  means(
    "camera.zoomOut",
    `(?:${camera} )?(?:zooms|zoom|zoomed|zooming)${manner} (?:out|back|away)(?: (?:from|of))?`,
    `(?:${camera} )?(?:pull|pulls|pulling|pulled)${manner} (?:back|out|away)(?: from)?`,
    `${camera} (?:moves?|moving|moved|goes|going|drifts?|drifting|dollies|dolly|dollying|tracks?|tracking|travels?|retreats?|backs|flies)${manner} (?:back|backwards?|away|out)(?: (?:from|of))?`,
    "(?:a |the )?(?:slow |fast |quick )?(?:zoom|dolly|track)[- ]?(?:out|back)",
    "(?:a |the )?pull[- ]?(?:back|out)",
    "(?:a |the )?backwards? (?:camera (?:move|movement|motion)|tracking shot|dolly)",
    "dollies (?:out|back)|tracks back",
  ),
  means(
    "camera.zoom",
    `(?:${camera} )?zoom(?:s|ed|ing)?${manner} (?:in|out) (?:or|and)(?: then)? (?:out|in)`,
    "(?:a |the |any |every )*zooms?(?: shots?)?|zooming|zoomed",
    `${camera} zooms?`,
  ),
  means(
    "camera.static",
    "(?:a |the )?(?:static|stationary|locked[- ](?:off|down)|fixed|unmoving|motionless|tripod) (?:camera|shots?|frame|framing|view|takes?)",
    `${camera} (?:stays?|remains?|holds?|stands?|staying|standing|holding)? ?(?:very |completely |perfectly |absolutely )?(?:still|steady|fixed|static|stationary|motionless|locked(?: off)?|at rest|in place|put)`,
    `${camera} (?:does not|doesn't|isn't|is not|never|not|stops|stopped|stopping) ?(?:move|moving|moves|mov)`,
    `${camera} (?:stops|rests)`,
    "no camera (?:movement|motion|moves?)|without (?:any )?camera (?:movement|motion)|no movement of the camera",
    "locked[- ](?:off|down)|static|(?:a |the )?(?:steady|still) (?:camera|shot)s?|on a tripod|tripod",
  ),
  means(
    "camera.shake",
    "(?:a |the )?hand[- ]?held(?: (?:camera|shots?|footage|look))?",
    `${camera} (?:shakes?|shaking|shook|wobbles?|wobbling|jitters?|jittering|trembles?|trembling|judders?|bounces?|bouncing|jolts?)`,
    "(?:a |the )?(?:shaky|shaking|wobbly|jittery|jerky|unsteady|bumpy|trembling|unstable)(?: (?:camera|cam|shots?|footage|picture|image|video|view))?",
    "camera (?:shake|wobble|jitter|judder)|(?:shaky|wobbly)[- ]?cam",
    `${camera} (?:is )?(?:shaky|unsteady|wobbly|jerky|hand[- ]?held)`,
    "(?:the )?(?:picture|image|footage|video|frame)(?: is)? (?:shakes|shaking|shaky|unsteady|wobbles|wobbling)",
  ),
  means(
    "camera.move",
    "(?:a |the |any )?(?:moving camera|camera (?:movement|motion|moves?|in motion))",
    `${camera} (?:moves?|moving|moved|travels?|travelling|traveling|flies|flying|glides?|gliding|is in motion)`,
    "tracking shots?|dolly shots?|travelling shots?|traveling shots?|crane shots?",
  ),
];
