import {
  calls,
  events,
  type Args,
  type EventData,
  type EventName,
  type Method,
  type Result,
} from "../calls.ts";
import { FootnoteError, type ErrorCode } from "../errors.ts";

export const isMethod = (name: string): name is Method => Object.hasOwn(calls, name);
export const isEvent = (name: string): name is EventName => Object.hasOwn(events, name);

function fit(
  schema: {
    safeParse(v: unknown): {
      success: boolean;
      data?: unknown;
      error?: { issues: { path: PropertyKey[]; message: string }[] };
    };
  },
  value: unknown,
  code: ErrorCode,
  what: string,
): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error?.issues[0];
  const place = issue && issue.path.length > 0 ? ` at ${issue.path.join(".")}` : "";
  throw new FootnoteError(code, `${what} do not fit the contract${place}: ${issue?.message ?? "unknown"}`);
}

/** Arguments as the schema reads them. Errors: bad-arguments. */
export const checkArgs = <M extends Method>(method: M, value: unknown): Args<M> =>
  fit(calls[method].args, value, "bad-arguments", `Arguments of ${method}`) as Args<M>;

/** A result as the schema reads it. A result that does not fit is a fault of ours: internal. */
export const checkResult = <M extends Method>(method: M, value: unknown): Result<M> =>
  fit(calls[method].result, value, "internal", `Results of ${method}`) as Result<M>;

export const checkEvent = <E extends EventName>(name: E, value: unknown): EventData<E> =>
  fit(events[name], value, "internal", `Data of event ${name}`) as EventData<E>;
