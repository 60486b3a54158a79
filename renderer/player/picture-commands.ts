/** What keys may ask of the picture; filled in while one is on screen. */
export interface PictureCommands {
  /** Magnifies about the middle of what is seen. */
  zoom(factor: number): void;
  whole(): void;
}
const idle: PictureCommands = { zoom: () => {}, whole: () => {} };
let current = idle;

export const providePicture = (commands: PictureCommands | undefined): void => {
  current = commands ?? idle;
};
export const pictureCommands: PictureCommands = {
  zoom: (factor) => current.zoom(factor),
  whole: () => current.whole(),
};
