import type { Result } from "../../../contract/calls.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { ChatAnswer, FindResult, Footnote, Moment } from "../../../contract/moments.ts";
import type { Context } from "../context.ts";
import type { FileData } from "../grounding/answer/file-data.ts";

/** What the analyst may use: it looks things up, it never guesses. */
export interface ChatPorts {
  /** Puts a question to the files of this turn. */
  find(question: string): Promise<FindResult>;
  /** What is known of the files of this turn. */
  facts(): Promise<readonly FileData[]>;
  /** What a video-language model writes of a stretch of a file; undefined where none is installed. Errors: those of the model, cancelled. */
  readonly look?:
    | ((
        ctx: Context,
        id: MediaId,
        range: Pick<Moment, "start" | "end">,
        question?: string,
      ) => Promise<Result<"media.describe">>)
    | undefined;
  /** A piece of the answer as it is made; a footnote comes with the piece that cites it. */
  emit(delta: { readonly text: string; readonly footnote?: Footnote }): void;
}

/** A question to the analyst. */
export type ChatTurn = Pick<ChatAnswer, "turnId" | "question" | "mediaIds" | "askedAt">;
