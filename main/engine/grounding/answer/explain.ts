import type { FindResult, Moment } from "../../../../contract/moments.ts";
import { percent, type Unusable } from "../evidence/hit.ts";
import type { Leaf, Question } from "../questions/tree.ts";
import type { FileData } from "./file-data.ts";

interface Facts {
  readonly question: Question;
  /** Files that passed the filters, and all that the question was put to. */
  readonly asked: readonly FileData[];
  readonly all: readonly FileData[];
  /** Files in which at least a part could be looked up. */
  readonly usableFiles: number;
  readonly missing: ReadonlyMap<Leaf, readonly Unusable[]>;
  /** Conditions that no file could answer. */
  readonly unusable: ReadonlySet<Leaf>;
  readonly found: readonly Moment[];
  readonly weaker: number;
  /** What more there is to say of things that were counted. */
  readonly tally?: string | undefined;
}

type Explained = Pick<FindResult, "answerable" | "why" | "needs" | "unsure">;

/** Whether the question could be answered, and one or two sentences on why or how far. */
export function explain(facts: Facts): Explained {
  const { question, asked, all } = facts;
  if (all.length === 0)
    return { answerable: false, why: "There is no file to look in. Import one first.", needs: "index" };
  if (asked.length === 0) return { answerable: true, why: "No file passes the filters of the question." };
  if (!question.root && question.filters.length === 0)
    return {
      answerable: false,
      why: `“${question.text.trim()}” names nothing to look for. Ask for what is seen, heard or said, such as “the camera pans left” or “somebody says …”.`,
    };
  const reasons = [...facts.missing.values()].flat();
  if (facts.usableFiles === 0) {
    const needs = (["model", "words", "index"] as const).find((need) =>
      reasons.some((reason) => reason.needs === need),
    );
    return {
      answerable: false,
      why: sentence(distinct(reasons, asked).slice(0, 3).join("; ")) + colourHint(question),
      ...(needs === undefined ? {} : { needs }),
    };
  }
  const notes: string[] = facts.tally === undefined ? [] : [facts.tally];
  for (const leaf of facts.unusable) {
    const said = question.text.slice(leaf.from, leaf.to);
    const why = facts.missing.get(leaf)?.[0];
    if (why?.overlooks && facts.found.length > 0) continue;
    notes.push(
      why?.unsure
        ? why.unusable
        : why?.partly
          ? `Of “${said}” ${why.unusable}.`
          : `“${said}” was not checked: ${why?.unusable ?? ""}.`,
    );
  }
  if (facts.missing.size > facts.unusable.size && facts.usableFiles < asked.length) {
    // Of a file that was looked in, what is said is how far: no reason why another was not.
    const why = reasons.find((reason) => !reason.partly)?.unusable;
    notes.push(`Looked in ${facts.usableFiles} of ${asked.length} files${why ? `: ${why}` : ""}.`);
  }
  if (question.unmeasured.length > 0) {
    const said = question.unmeasured.map(({ from, to }) => `“${question.text.slice(from, to)}”`).join(", ");
    notes.push(`${said} is not measured.`);
  }
  const partly = asked.filter((file) => file.searchable < file.duration - 1);
  if (partly.length > 0) {
    const share =
      sum(partly, (file) => file.searchable) /
      Math.max(
        1e-6,
        sum(partly, (file) => file.duration),
      );
    notes.push(
      `${percent(share)} of ${partly.length === 1 ? (partly[0]?.file ?? "the file") : `${partly.length} files`} is indexed so far.`,
    );
  }
  if (asked.every((file) => file.hasSound === false) && hearing(question))
    notes.push("There is no sound track.");
  // Silence of a model that does not know what was asked for is no "not here".
  const doubted = reasons.find((reason) => reason.unsure);
  if (
    doubted &&
    !(doubted.overlooks && facts.found.length > 0) &&
    ![...facts.unusable].some((leaf) => facts.missing.get(leaf)?.[0]?.unsure)
  )
    notes.push(doubted.unusable);
  if (facts.found.length === 0) {
    const weaker =
      facts.weaker > 0
        ? ` ${facts.weaker === 1 ? "One weak trace is" : `${facts.weaker} weak traces are`} kept apart.`
        : "";
    notes.unshift(`${doubted ? "Not sure." : "Not in this footage."}${weaker}`);
  }
  const needs =
    [...facts.unusable]
      .map((leaf) => facts.missing.get(leaf)?.[0]?.needs)
      .find((need) => need !== undefined) ?? (facts.found.length === 0 ? doubted?.needs : undefined);
  return {
    answerable: true,
    why: [...new Set(notes)].join(" "),
    ...(needs === undefined ? {} : { needs }),
    ...(facts.found.length === 0 && doubted ? { unsure: true } : {}),
  };
}

/** What several files have in common is said once, without their names. */
function distinct(reasons: readonly Unusable[], files: readonly FileData[]): string[] {
  const texts = [...new Set(reasons.map((reason) => reason.unusable))];
  if (texts.length === 1) return texts;
  const nameless = texts.map((text) =>
    files.reduce((rest, { file }) => rest.replace(` in ${file}`, ""), text),
  );
  return [...new Set(nameless)];
}

/** A colour that only describes what cannot be seen can be asked for by itself. */
function colourHint(question: Question): string {
  const colour = question.chips
    .map((chip) => chip.leaf)
    .find((leaf) => leaf?.op === "colour" && leaf.describes === true);
  return colour?.op === "colour" ? ` “Something ${colour.name}” can be looked for by itself.` : "";
}

const hearing = (question: Question): boolean =>
  question.chips.some((chip) => chip.leaf?.op === "signal" && chip.leaf.concept.startsWith("sound."));

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

const sentence = (text: string): string =>
  text === "" ? "" : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
