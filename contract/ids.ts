import { z } from "zod";

const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[A-Za-z0-9_-]{6,64}$`));

/** A file by its content: survives renaming and moving. */
export const MediaId = id("m").brand("MediaId");
export type MediaId = z.infer<typeof MediaId>;

/** A saved piece of work. */
export const JobId = id("j").brand("JobId");
export type JobId = z.infer<typeof JobId>;

/** A file or folder that the user named or picked; only the host knows its path. */
export const PickId = id("p").brand("PickId");
export type PickId = z.infer<typeof PickId>;

/** A place to write to that the user chose; only the host knows its path. */
export const SaveId = id("s").brand("SaveId");
export type SaveId = z.infer<typeof SaveId>;

/** A folder root that the file picker may show. */
export const RootId = id("r").brand("RootId");
export type RootId = z.infer<typeof RootId>;

/** A question with its answer in the chat. */
export const TurnId = id("t").brand("TurnId");
export type TurnId = z.infer<typeof TurnId>;

/** A row of annotations. */
export const TierId = id("l").brand("TierId");
export type TierId = z.infer<typeof TierId>;

/** A stretch that a person has marked; made by whoever makes the annotation, so that a repeated call makes it once. */
export const AnnotationId = id("a").brand("AnnotationId");
export type AnnotationId = z.infer<typeof AnnotationId>;
