import { existsSync } from "node:fs";
import { FootnoteError } from "../../../contract/errors.ts";

/** Files, then the question in the last place. Errors: bad-arguments, with what was meant. */
export function splitQuestion(args: readonly string[]): { files: string[]; question: string } {
  const question = args.at(-1) ?? "";
  const files = args.slice(0, -1);
  if (files.length === 0)
    throw new FootnoteError(
      "bad-arguments",
      existsSync(question) ? `What should be looked for in ${question}?` : "Which file should be searched?",
      { hint: 'Write: footnote find clip.mp4 "the camera pans left"' },
    );
  if (question.trim() === "")
    throw new FootnoteError("bad-arguments", "The question is empty.", {
      hint: 'Put it last, in quotes: footnote find clip.mp4 "it goes quiet"',
    });
  return { files, question };
}
