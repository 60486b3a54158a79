/** Speeds to choose from; a browser engine plays from a sixteenth to sixteen times. */
export const playSpeeds = [0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 4, 8, 16] as const;
