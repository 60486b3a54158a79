import type { CallContext } from "../../contract/calls.ts";
import type { Context } from "../engine/context.ts";

/** A command's context as a call of the contract sees it. */
export const callContext = (ctx: Context): CallContext => ({ signal: ctx.signal, progress: ctx.progress });
