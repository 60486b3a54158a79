import type { ChatStep, Footnote, Moment } from "../../../contract/moments.ts";
import type { ChatPorts } from "./ports.ts";

/** Writes an answer piece by piece: text, numbered footnotes, and the steps that led to it. */
export class Writer {
  readonly #ports: Pick<ChatPorts, "emit">;
  readonly #footnotes: Footnote[] = [];
  readonly #steps: ChatStep[] = [];
  #text = "";

  constructor(ports: Pick<ChatPorts, "emit">) {
    this.#ports = ports;
  }

  get text(): string {
    return this.#text;
  }

  get footnotes(): readonly Footnote[] {
    return this.#footnotes;
  }

  get steps(): readonly ChatStep[] {
    return this.#steps;
  }

  say(text: string): void {
    if (text === "") return;
    this.#text += text;
    this.#ports.emit({ text });
  }

  /**
   * Writes the mark of a footnote, "[n]"; the same moment keeps its number. `writtenBy`: the model (id and revision) whose words
   * stand there, which never share a footnote with what was measured.
   */
  cite(moment: Moment, text: string, writtenBy?: string): number {
    const known = this.#footnotes.find(
      ({ moment: other, writtenBy: by }) =>
        by === writtenBy &&
        other.mediaId === moment.mediaId &&
        other.start === moment.start &&
        other.end === moment.end,
    );
    const footnote = known ?? {
      n: this.#footnotes.length + 1,
      text,
      moment,
      ...(writtenBy === undefined ? {} : { writtenBy }),
    };
    const mark = `[${footnote.n}]`;
    this.#text += mark;
    if (known) this.#ports.emit({ text: mark });
    else {
      this.#footnotes.push(footnote);
      this.#ports.emit({ text: mark, footnote });
    }
    return footnote.n;
  }

  /** Runs a step that is shown under "how this was found". */
  async step<T>(tool: string, work: () => Promise<T>, told: (result: T) => string): Promise<T> {
    const began = performance.now();
    const result = await work();
    this.#steps.push({ tool, text: told(result), milliseconds: performance.now() - began });
    return result;
  }
}
