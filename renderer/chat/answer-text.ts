export interface AnswerPart {
  readonly text: string;
  /** The footnote that stands here. */
  readonly note?: number;
}
export interface AnswerLine {
  readonly parts: readonly AnswerPart[];
  /** One of a list. */
  readonly item: boolean;
}

/** An answer's text as lines of words and footnotes: "[3]" is a footnote, "- " begins an item. */
export function splitAnswer(text: string): AnswerLine[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const item = line.startsWith("- ");
      const parts: AnswerPart[] = [];
      for (const piece of (item ? line.slice(2) : line).split(/(\[\d+\])/)) {
        const note = /^\[(\d+)\]$/.exec(piece)?.[1];
        if (note !== undefined) parts.push({ text: piece, note: Number(note) });
        else if (piece !== "") parts.push({ text: piece });
      }
      return { parts, item };
    });
}
