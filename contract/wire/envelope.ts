import { z } from "zod";
import { Progress } from "../calls.ts";
import { ErrorBody } from "../errors.ts";

/** Longest message in characters. Bulk data has addresses of its own, so nothing that belongs here is larger. */
export const maxMessage = 32 * 1024 * 1024;

/** Calls that one client may have under way. */
export const maxPending = 1000;

const Id = z.int().nonnegative();

/** What a client sends. */
export const ToServer = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("hello"), contract: z.int() }),
  z.object({ kind: z.literal("call"), id: Id, method: z.string().max(100), args: z.unknown() }),
  z.object({ kind: z.literal("cancel"), id: Id }),
]);
export type ToServer = z.infer<typeof ToServer>;

/** What a server sends. */
export const ToClient = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("hello"), contract: z.int() }),
  z.object({ kind: z.literal("result"), id: Id, result: z.unknown() }),
  /** Without an id: about the connection as a whole. */
  z.object({ kind: z.literal("error"), id: Id.optional(), error: ErrorBody }),
  z.object({ kind: z.literal("progress"), id: Id, progress: Progress }),
  z.object({ kind: z.literal("event"), name: z.string(), data: z.unknown() }),
]);
export type ToClient = z.infer<typeof ToClient>;

/** A two-way pipe of texts: a web socket, a message port, or two ends in one process. */
export interface Channel {
  send(text: string): void;
  onMessage(listener: (text: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}
