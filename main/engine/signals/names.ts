/** The 11 basic colour terms (Berlin and Kay), as curve names end in them. */
export const colourTerms = [
  "black",
  "white",
  "grey",
  "red",
  "orange",
  "yellow",
  "green",
  "blue",
  "purple",
  "pink",
  "brown",
] as const;
export type ColourTerm = (typeof colourTerms)[number];

/** Every picture curve: 0 to 1 unless said otherwise, one value per grid step. */
export const pictureCurves = [
  "brightness", // mean luma
  "contrast", // standard deviation of luma, 0.5 is the largest possible
  "saturation", // mean HSV saturation
  "sharpness", // edge energy, relative to a sharp picture of this size
  "motion", // share of the picture that changes from frame to frame
  "black", // 1 where the picture is black
  "freeze", // 1 where the picture stands still to the last pixel (but for noise)
  "flash", // strength of a brief rise in brightness that falls back
  "camera.panLeft",
  "camera.panRight",
  "camera.tiltUp",
  "camera.tiltDown",
  "camera.zoomIn",
  "camera.zoomOut",
  "camera.static",
  "camera.shake",
  ...colourTerms.map((c) => `colour.${c}` as const), // share of the picture in that colour
] as const;

/** Every sound curve: 0 to 1 unless said otherwise. */
export const soundCurves = [
  "loudness", // momentary loudness mapped from -70..0 LUFS-like dBFS to 0..1
  "silence", // 1 where it is silent
  "onset", // strength of a sudden sound
] as const;

export type PictureCurve = (typeof pictureCurves)[number];
export type SoundCurve = (typeof soundCurves)[number];
export type CurveName = PictureCurve | SoundCurve;

/** Seconds per grid step of stored curves. */
export const curveStep = 0.1;
