import type { Probe } from "../../../../contract/media.ts";

/** Arguments before an input that is to be decoded by an accelerator. */
export const hardwareInput = (accelerator: string | undefined): string[] =>
  accelerator === undefined ? [] : ["-hwaccel", accelerator];

/**
 * Pictures come back from an accelerator in a layout of its own; in the film's own one (which loses nothing) all that follows is the
 * same as after software. Empty where the film does not tell its layout.
 */
export const backToSoftware = ({ probe }: { readonly probe: Probe }): string =>
  probe.video?.pixelFormat === undefined ? "" : `format=${probe.video.pixelFormat}`;
