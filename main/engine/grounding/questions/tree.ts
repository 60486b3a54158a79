import type { Chip } from "../../../../contract/moments.ts";
import type { ColourTerm } from "../../signals/names.ts";
import type { Concept } from "./concepts.ts";

/** How much of the picture a colour is asked to take. */
export type Extent = "some" | "much" | "whole";

/** Where words are looked for; "spoken" is speech and subtitles, "written" is text on screen. */
export type WordPlace = "anywhere" | "spoken" | "written";

/** A part of the picture. */
export type ThingPlace = "left" | "right" | "middle" | "top" | "bottom";

/** How many things of a kind there are to be at once. */
export interface ThingCount {
  readonly kind: "object" | "face";
  /** Names that a detector uses; any of them counts. */
  readonly labels: readonly string[];
  /** As it was said: "people". */
  readonly name: string;
  readonly least: number;
  /** Infinity: any number. */
  readonly most: number;
  /** More than `most` count too, but less. */
  readonly about?: boolean;
  /** The word says more than a detector can tell ("woman" is a person). */
  readonly narrower: boolean;
  readonly size?: "large" | "small";
  readonly place?: ThingPlace;
}

/** Things that are all to be seen at once. */
export interface ThingQuestion {
  readonly counts: readonly ThingCount[];
  /** The first are to be at, on or beside the others. */
  readonly beside: boolean;
  /** Words of the description that no detector can check; empty when all of it can be. */
  readonly rest: string;
}

/** Which of the moments found is meant. `n` counts from 1; negative from the end. */
export type Pick =
  | { readonly by: "order"; readonly n: number }
  | { readonly by: "length"; readonly longest: boolean };

/**
 * A stretch of every file: fractions of its length, or seconds; negative seconds count from the end.
 * With the unit "length", how long a moment itself lasts, in seconds. With "clock", times of day in seconds since midnight.
 */
export interface TimeWindow {
  readonly unit: "fraction" | "seconds" | "length" | "clock";
  readonly start: number;
  /** Infinity: to the end. */
  readonly end: number;
}

/** How two conditions stand to each other in time; `answer` says which part is the moment asked for. */
export type Relation = "then" | "before" | "after" | "while" | "until" | "near";
export type RelationAnswer = "first" | "second" | "both";

/** How far apart two things are to be in time, in seconds from the end of the one to the start of the other. */
export interface Gap {
  readonly least: number;
  /** Infinity: any more. */
  readonly most: number;
}

/** One condition with the words it came from: `from` and `to` are offsets in the question. */
interface Said {
  readonly from: number;
  readonly to: number;
}

/** A condition that is looked up in one channel. */
export type Leaf = Said &
  (
    | {
        readonly op: "signal";
        readonly concept: Concept;
        /** The words name a cause that was not measured ("gunshot"): what is measured only hints at it. */
        readonly hint?: string;
        /** It only describes a thing that another leaf names ("a boat at night"). */
        readonly describes?: boolean;
      }
    | {
        readonly op: "colour";
        readonly name: string;
        readonly colours: readonly ColourTerm[];
        readonly extent: Extent;
        /** It only describes a thing that another leaf names ("a red boat"). */
        readonly describes?: boolean;
      }
    | {
        readonly op: "words";
        readonly phrase: string;
        /** True: these words in this order. False: anything about them. */
        readonly exact: boolean;
        readonly place: WordPlace;
      }
    | {
        readonly op: "content";
        readonly statement: string;
        readonly sense: "picture" | "sound";
        /** What of it a detector can count. */
        readonly things?: ThingQuestion;
      }
    | { readonly op: "everything" }
  );

/** A question as operators over conditions (science of the operators: set operations and interval relations). */
export type QuestionNode =
  | Leaf
  | (Said & { readonly op: "and" | "or"; readonly parts: readonly QuestionNode[] })
  | (Said & { readonly op: "not"; readonly part: QuestionNode })
  | (Said & {
      readonly op: "relation";
      readonly relation: Relation;
      /** In the order in time that the relation names: for "B after A", first is A and second is B. */
      readonly first: QuestionNode;
      readonly second: QuestionNode;
      readonly answer: RelationAnswer;
      readonly gap?: Gap;
    })
  | (Said & {
      readonly op: "beside";
      readonly side: "after" | "before";
      readonly part: QuestionNode;
      /** Which stretch is asked for, where that was said. */
      readonly gap?: Gap;
    })
  | (Said & {
      readonly op: "between";
      readonly first: QuestionNode;
      readonly second: QuestionNode;
      readonly part: QuestionNode;
    })
  | (Said & { readonly op: "pick"; readonly pick: Pick; readonly part: QuestionNode })
  | (Said & { readonly op: "within"; readonly window: TimeWindow; readonly part: QuestionNode });

/** Whether a part only says how a thing is that another part names: a picture model sees both at once. */
export const onlyDescribes = (part: QuestionNode): boolean =>
  (part.op === "colour" || part.op === "signal") && part.describes === true;

/** Whether a part asks what a picture shows, in one way or in several ("people at night or a dog"). */
export const asksContent = (part: QuestionNode): boolean =>
  part.op === "content" || ((part.op === "or" || part.op === "and") && part.parts.some(asksContent));

/** The conditions of a part of a question, in its order. */
export function leavesOf(node: QuestionNode): Leaf[] {
  switch (node.op) {
    case "and":
    case "or":
      return node.parts.flatMap(leavesOf);
    case "not":
    case "beside":
    case "pick":
    case "within":
      return leavesOf(node.part);
    case "relation":
      return [...leavesOf(node.first), ...leavesOf(node.second)];
    case "between":
      return [...leavesOf(node.first), ...leavesOf(node.second), ...leavesOf(node.part)];
    case "signal":
    case "colour":
    case "words":
    case "content":
    case "everything":
      return [node];
  }
}

/** A `key:value` part of a question, or a word excluded with a minus. */
export type Filter = Said &
  (
    | { readonly key: "file"; readonly value: string; readonly exclude: boolean }
    | { readonly key: "tag"; readonly value: string; readonly exclude: boolean }
    | {
        readonly key: "has";
        readonly value: "speech" | "sound" | "words" | "subtitles";
        readonly exclude: boolean;
      }
  );

/** What is wanted: the moments, their number, their length, or only whether there are any. */
export type Ask = "find" | "count" | "length" | "presence";

export interface Question {
  readonly text: string;
  readonly ask: Ask;
  /** Absent when no condition was understood. */
  readonly root: QuestionNode | undefined;
  readonly filters: readonly Filter[];
  /** Words that change a condition in a way that is not measured ("slowly"). */
  readonly unmeasured: readonly Said[];
  /** One per part, in the order of the question; `usable` is decided against the files. */
  readonly chips: readonly ChipDraft[];
}

/** A chip before it is known whether anything can check it; `leaf` ties it to its condition. */
export interface ChipDraft extends Omit<Chip, "usable"> {
  readonly from: number;
  readonly leaf?: Leaf;
  /** False where no file could make it usable. */
  readonly possible: boolean;
}
