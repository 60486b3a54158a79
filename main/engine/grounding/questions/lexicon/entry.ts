import type { Concept } from "../concepts.ts";
import type { Leaf } from "../tree.ts";

type Without<T> = T extends unknown ? Omit<T, "from" | "to"> : never;
/** A leaf before it knows where in the question it stands. */
export type LeafDraft = Without<Leaf>;

/** Phrasings that mean one condition. */
export interface Entry {
  /** One for each phrasing, so that the longest can be told. */
  readonly patterns: readonly RegExp[];
  readonly make: (match: RegExpExecArray) => LeafDraft;
}

/** Patterns of whole words: a blank in a source stands for any run of blanks. */
export const phrase = (...alternatives: readonly string[]): RegExp[] =>
  alternatives.map((source) => new RegExp(`(?<![\\w'-])(?:${loosen(source)})(?![\\w-])`, "g"));

/** Turns the blanks of a pattern's source into any run of blanks; an optional blank stays optional. */
export const loosen = (source: string): string =>
  source.replaceAll("[- ]", "(?:-|\\s+)").replaceAll(/ [*?]/g, "\\s*").replaceAll(" ", "\\s+");

/** Phrasings of a measured concept. */
export const means = (concept: Concept, ...alternatives: readonly string[]): Entry => ({
  patterns: phrase(...alternatives),
  make: () => ({ op: "signal", concept }),
});

/** Phrasings that name a cause; what is measured only hints at it. */
export const hints = (concept: Concept, hint: string, ...alternatives: readonly string[]): Entry => ({
  patterns: phrase(...alternatives),
  make: () => ({ op: "signal", concept, hint }),
});

/** "the camera", "the view", with the helping verbs that follow it. */
export const camera =
  "(?:(?:the |a |our |this )?(?:camera|cam|view|lens|cameraman|camera operator|camera person)(?: (?:is|was|are|then|now|slowly|quickly|gently|smoothly|suddenly|starts?|begins?|to|starting|beginning|keeps))*)";

/** "the picture", with helping verbs. */
export const picture =
  "(?:(?:the |a |this |whole |entire |full |it )*(?:picture|image|frame|screen|scene|shot|video|film|footage|light|lighting|room|sky|it|everything|view)(?: (?:is|was|are|then|now|slowly|quickly|gradually|suddenly|starts?|begins?|to|being))*)";

/** "the sound", with helping verbs. */
export const sound =
  "(?:(?:the |all |every |any )*(?:sound|sounds|audio|noise|noises|soundtrack|volume|it|everything|everyone|music|scene|room)(?: (?:is|was|are|then|now|slowly|quickly|gradually|suddenly|starts?|begins?|to))*)";

/** Adverbs between a camera verb and its direction. */
export const manner =
  "(?: (?:slowly|quickly|fast|gently|smoothly|gradually|suddenly|sharply|steadily|rapidly|briefly|slightly|a bit|a little|away|round|around|over|across|back|further))*";
