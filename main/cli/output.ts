import { styleText } from "node:util";
import type { ErrorBody } from "../../contract/errors.ts";

type Style = Parameters<typeof styleText>[0];

/** Where a command writes: people get text on stdout, machines exactly one JSON value. */
export interface Output {
  readonly json: boolean;
  /** One JSON value for machines, or lines for people. Called once, at the end. */
  result(value: unknown, human: () => string): void;
  /** Text for people while the command runs; nothing with --json. */
  say(text: string): void;
  /** A remark on stderr, for both. */
  remark(text: string): void;
  style(style: Style, text: string): string;
}

/** An error as one line: FILE: what is wrong; what to do. Line breaks in names are shown, not obeyed. */
export function errorLine({ message, file, hint }: ErrorBody): string {
  const where = file === undefined ? "" : `${file}: `;
  const what = message.replace(/[.?]\s*$/, "");
  const wayOut =
    hint === undefined ? "" : `; ${hint.charAt(0).toLowerCase()}${hint.slice(1).replace(/\.\s*$/, "")}`;
  return `footnote: ${where}${what}${wayOut}`.replaceAll(/\p{Cc}/gu, (c) => JSON.stringify(c).slice(1, -1));
}

export function createOutput(json: boolean, out: NodeJS.WriteStream, err: NodeJS.WriteStream): Output {
  return {
    json,
    result: (value, human) => void out.write(json ? `${JSON.stringify(value)}\n` : `${human()}\n`),
    say: (text) => {
      if (!json) out.write(text);
    },
    remark: (text) => void err.write(`footnote: ${text}\n`),
    style: (style, text) => styleText(style, text, { stream: out }),
  };
}
