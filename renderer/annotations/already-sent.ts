import type { Annotation } from "../../contract/annotations.ts";
import type { Moment } from "../../contract/moments.ts";

/** The annotation that a moment became when it was sent to the timeline, wherever a person has moved it since; undefined where it was not sent. */
export const sentAs = (
  { mediaId, range }: Pick<Moment, "mediaId" | "range">,
  question: string,
  annotations: readonly Annotation[],
): Annotation | undefined =>
  annotations.find(
    ({ mediaId: of, origin }) =>
      of === mediaId &&
      origin.by === "machine" &&
      origin.question === question &&
      origin.start === range.start &&
      origin.end === range.end,
  );
