import type { Gap, Question, QuestionNode, TimeWindow } from "./tree.ts";

/** A parse on one line, for logs, tests and the explanation in the chat: "(then light.dark light.flash)". */
export function outline(question: Question): string {
  const parts = [
    ...(question.ask === "find" ? [] : [question.ask]),
    ...question.filters.map((f) => `${f.exclude ? "-" : ""}${f.key}:${f.value}`),
    question.root ? node(question.root) : "nothing",
  ];
  return parts.join(" ");
}

function node(part: QuestionNode): string {
  switch (part.op) {
    case "signal":
      return part.concept + (part.hint === undefined ? "" : "?") + (part.describes === true ? "*" : "");
    case "colour": {
      const extent = part.extent === "some" ? "" : `:${part.extent}`;
      return `colour:${part.colours.join("|")}${extent}${part.describes ? "*" : ""}`;
    }
    case "words":
      return `${part.exact ? "words" : "about"}${part.place === "anywhere" ? "" : `@${part.place}`}“${part.phrase}”`;
    case "content":
      return `${part.sense}“${part.statement}”`;
    case "everything":
      return "everything";
    case "and":
    case "or":
      return `(${part.op} ${part.parts.map(node).join(" ")})`;
    case "not":
      return `(not ${node(part.part)})`;
    case "relation":
      return `(${part.relation} ${node(part.first)} ${node(part.second)}${part.answer === "both" ? "" : ` =${part.answer}`}${gapText(part.gap)})`;
    case "beside":
      return `(${part.side} ${node(part.part)}${gapText(part.gap)})`;
    case "between":
      return `(between ${node(part.first)} ${node(part.second)} ${node(part.part)})`;
    case "pick":
      return `(${part.pick.by === "order" ? `#${part.pick.n}` : part.pick.longest ? "longest" : "shortest"} ${node(part.part)})`;
    case "within":
      return `(in ${windowText(part.window)} ${node(part.part)})`;
  }
}

const gapText = (gap: Gap | undefined): string => (gap ? ` ${gap.least}..${gap.most}s` : "");

function windowText({ unit, start, end }: TimeWindow): string {
  const show = (value: number): string => String(Math.round(value * 100) / 100);
  return unit === "fraction"
    ? `${show(start)}..${show(end)}x`
    : `${show(start)}..${show(end)}s${unit === "length" ? "-long" : unit === "clock" ? "-clock" : ""}`;
}
