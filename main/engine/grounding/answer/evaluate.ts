import { checkAborted, type Context } from "../../context.ts";
import { shotsOf } from "../evidence/editing.ts";
import { painted } from "../evidence/grid.ts";
import { length, type Evidence, type Hit, type Unusable } from "../evidence/hit.ts";
import { leafEvidence } from "../evidence/leaf-evidence.ts";
import type { Reader } from "../evidence/reader.ts";
import { leafMeaning } from "../questions/chips.ts";
import { asksContent, leavesOf, onlyDescribes, type Leaf, type QuestionNode } from "../questions/tree.ts";
import { absenceOf } from "./absence.ts";
import { both, either, outside, sorted, without } from "./combine.ts";
import { beside, gapsBetween, inside, nearTo, ordered, picked, windowsOf } from "./sequence.ts";

/** What a part of a question finds in one file; undefined evidence where nothing in it could be looked up. */
export interface Outcome {
  readonly evidence: Evidence | undefined;
  /** Leaves that could not be looked up, each with its reason. */
  readonly missing: ReadonlyMap<Leaf, Unusable>;
}

/** A condition that could not be checked takes this much off the certainty of the rest. */
const unchecked = 0.6;

/** Runs the operators of a question over one file. */
export async function evaluate(ctx: Context, node: QuestionNode, reader: Reader): Promise<Outcome> {
  checkAborted(ctx);
  const run = (part: QuestionNode): Promise<Outcome> => evaluate(ctx, part, reader);
  const end = Math.min(reader.file.duration, reader.grid.count * reader.grid.step);
  switch (node.op) {
    case "and":
      return all(
        await Promise.all(node.parts.map(async (part) => ({ part, outcome: await run(part) }))),
        reader,
      );
    case "or": {
      const outcomes = await Promise.all(node.parts.map(run));
      const usable = outcomes.flatMap((one) => one.evidence ?? []);
      return result(fold(usable, either, Math.max), outcomes, 1);
    }
    case "not": {
      const outcome = await run(node.part);
      if (!outcome.evidence) return outcome;
      const until = heard(node.part) ? end : Math.min(end, reader.pictureCount * reader.grid.step);
      const part = outside(outcome.evidence, until, negatedMeaning(node.part));
      // What does not know a thing does not know that it is absent either.
      const doubted = [...outcome.missing.values()].some(({ unsure }) => unsure);
      return result({ ...part, curve: inverted(outcome.evidence.curve) }, [outcome], doubted ? unchecked : 1);
    }
    case "relation": {
      const [first, second] = [await run(node.first), await run(node.second)];
      const known = [first.evidence, second.evidence].filter((one) => one && !one.indirect);
      if (!first.evidence || !second.evidence || known.length === 1) {
        // One side is unknown: the other is all that can be shown.
        const rest = known[0] ?? first.evidence ?? second.evidence;
        return result(rest && scaled(rest, unchecked), [first, second], 1);
      }
      if (node.relation === "while")
        return result(fold([first.evidence, second.evidence], both, Math.min), [first, second], 1);
      if (node.relation === "near" && node.gap)
        return result(
          drawn(nearTo(first.evidence.hits, second.evidence.hits, node.gap), first.evidence.nature, reader),
          [first, second],
          1,
        );
      const hits = ordered(first.evidence.hits, second.evidence.hits, node.relation, node.answer, node.gap);
      return result(drawn(hits, "event", reader), [first, second], 1);
    }
    case "beside": {
      const outcome = await run(node.part);
      const hits =
        outcome.evidence && beside(outcome.evidence.hits, node.side, shotsOf(reader), end, node.gap);
      return result(hits && drawn(hits, "event", reader), [outcome], 1);
    }
    case "between": {
      const [first, second, part] = [await run(node.first), await run(node.second), await run(node.part)];
      if (!first.evidence || !second.evidence) return result(undefined, [first, second, part], 1);
      const gaps = gapsBetween(first.evidence.hits, second.evidence.hits);
      if (node.part.op === "everything") return result(drawn(gaps, "state", reader), [first, second], 1);
      const found = part.evidence;
      const hits = found && gaps.flatMap((gap) => inside(found.hits, gap, found.nature));
      return result(hits && drawn(hits, found.nature, reader), [first, second, part], 1);
    }
    case "pick": {
      const outcome = await run(node.part);
      const found = outcome.evidence;
      return result(found && drawn(picked(found.hits, node.pick), found.nature, reader), [outcome], 1);
    }
    case "within": {
      const outcome = await run(node.part);
      const found = outcome.evidence;
      if (node.window.unit === "length") {
        const { start: least, end: most } = node.window;
        const lasting = found?.hits.filter(
          (hit) => length(hit) >= least - 0.05 && length(hit) <= most + 0.05,
        );
        return result(lasting && found && drawn(lasting, found.nature, reader), [outcome], 1);
      }
      if (node.window.unit === "clock" && !reader.file.timesOfDay) {
        const why = `nobody said when ${reader.file.file} was taken, so its time of day is not known`;
        return {
          evidence: undefined,
          missing: new Map(leavesOf(node).map((leaf) => [leaf, { unusable: why }])),
        };
      }
      const ranges = windowsOf(node.window, reader.file);
      const hits = found && ranges.flatMap((range) => inside(found.hits, range, found.nature));
      const curve = found?.curve.map((value, i) => {
        const at = (i + 0.5) * reader.grid.step;
        return ranges.some((range) => at >= range.start && at < range.end) ? value : 0;
      });
      return result(hits && curve && { hits, nature: found.nature, curve }, [outcome], 1);
    }
    case "signal":
    case "colour":
    case "words":
    case "content":
    case "everything": {
      const absence = node.op === "content" ? absenceOf(node, reader.file) : undefined;
      if (absence) {
        const { evidence, missing } = await run(absence);
        return { evidence, missing: new Map([...missing.values()].map((why) => [node, why])) };
      }
      const found = await leafEvidence(node, reader);
      return "unusable" in found
        ? { evidence: undefined, missing: new Map([[node, found]]) }
        : { evidence: found, missing: new Map(unlooked(found).map((why) => [node, why])) };
    }
  }
}

/** All conditions at once: those that cannot be looked up lower the certainty, negated ones are taken out last. */
function all(parts: readonly { part: QuestionNode; outcome: Outcome }[], reader: Reader): Outcome {
  const outcomes = parts.map(({ outcome }) => outcome);
  const looked = parts.filter(({ outcome }) => outcome.evidence !== undefined);
  // Words about a thing say nothing about the places where it is not mentioned: beside what was measured they do not count.
  const measured = looked.filter(({ outcome }) => !outcome.evidence?.indirect);
  const usable = measured.some(({ part }) => part.op !== "not") ? measured : looked;
  const lost = parts.length - usable.length;
  // What a picture model saw already includes how it is described ("a red boat").
  const seen =
    parts.some(({ part, outcome }) => asksContent(part) && outcome.evidence) && reader.file.picture;
  const covered = (part: QuestionNode): boolean => Boolean(seen) && onlyDescribes(part);
  const chosen = usable.filter(({ part }) => part.op !== "not" && !covered(part));
  const positive = chosen.flatMap(({ outcome }) => outcome.evidence ?? []);
  const positiveParts = chosen.map(({ part }) => part);
  const negative = usable
    .filter(({ part }) => part.op === "not")
    .flatMap(({ outcome }) => outcome.evidence ?? []);
  // With the main thing unknown, what only describes it ("red") or what must not be there says little.
  const describes = parts.some(({ part }) => part.op === "colour" && part.describes === true);
  const hasLostContent = parts.some(
    ({ part, outcome }) => part.op === "content" && (!outcome.evidence || outcome.evidence.indirect),
  );
  if (positive.length === 0 && (negative.length === 0 || lost > 0)) return result(undefined, outcomes, 1);
  let found = fold(positive, both, Math.min);
  const end = reader.grid.count * reader.grid.step;
  for (const not of negative) {
    // The part of a "not" is already the outside of its condition: turn it back.
    const holes = outside(not, end, "").hits;
    found = found
      ? { ...without(found, { hits: holes, nature: "state" }), curve: lower(found.curve, not.curve) }
      : not;
  }
  const telling = positiveParts.some((part) => part.op !== "colour" || part.describes !== true);
  // Red things are no red boat; but where nothing is red, there is none.
  if (hasLostContent && !telling && negative.length === 0 && (found?.hits.length ?? 0) > 0)
    return result(undefined, outcomes, 1);
  const factor = Math.pow(unchecked, lost) * (describes && hasLostContent ? 0.8 : 1);
  return result(found, outcomes, factor);
}

/** What of a condition was not looked up although something was found for it. */
const unlooked = ({ indirect, partly }: Evidence): Unusable[] => [indirect ?? partly ?? []].flat();

type Part = Pick<Evidence, "hits" | "nature">;

function fold(
  parts: readonly Evidence[],
  join: (a: Part, b: Part) => Part,
  curves: (a: number, b: number) => number,
): Evidence | undefined {
  // Events first, so that states are laid over them.
  const [first, ...rest] = parts.toSorted(
    (a, b) => Number(a.nature === "state") - Number(b.nature === "state"),
  );
  if (!first) return undefined;
  return rest.reduce<Evidence>(
    (sum, part) => ({
      ...join(sum, part),
      curve: sum.curve.map((value, i) => curves(value, part.curve[i] ?? 0)),
    }),
    first,
  );
}

const lower = (a: Float32Array, b: Float32Array): Float32Array =>
  a.map((value, i) => Math.min(value, b[i] ?? 0));
const inverted = (curve: Float32Array): Float32Array => curve.map((value) => 1 - value);

const drawn = (hits: readonly Hit[], nature: Evidence["nature"], reader: Reader): Evidence => ({
  hits: sorted(hits),
  nature,
  curve: painted(hits, reader.grid),
});

const scaled = (evidence: Evidence, factor: number): Evidence => ({
  ...evidence,
  hits: evidence.hits.map((hit) => ({ ...hit, score: hit.score * factor })),
});

function result(evidence: Evidence | undefined, outcomes: readonly Outcome[], factor: number): Outcome {
  const missing = new Map(outcomes.flatMap((outcome) => [...outcome.missing]));
  return { evidence: evidence && factor !== 1 ? scaled(evidence, factor) : evidence, missing };
}

function negatedMeaning(node: QuestionNode): string {
  return node.op === "signal" || node.op === "colour" || node.op === "words" || node.op === "content"
    ? `nowhere here: ${leafMeaning(node)},`
    : "without it";
}

/** Whether a condition is of sound or words, which may run on after the last picture. */
function heard(node: QuestionNode): boolean {
  if (node.op === "signal") return node.concept.startsWith("sound.") || node.concept.startsWith("words.");
  return node.op === "words";
}
