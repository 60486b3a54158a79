export * from "./calls.ts";
export * from "./errors.ts";
export * from "./ids.ts";
export * from "./media.ts";
export * from "./moments.ts";
export * from "./rational.ts";
export * from "./time.ts";
export * from "./timecode.ts";
