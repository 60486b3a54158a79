import type {
  Args,
  CallContext,
  EventData,
  EventName,
  Method,
  Result,
  Service,
} from "../../contract/calls.ts";
import { FootnoteError } from "../../contract/errors.ts";

/** A service at the port: enough calls to try every part of the wire, and a way to make it misbehave. */
export interface EchoService extends Service {
  emit<E extends EventName>(name: E, data: EventData<E>): void;
  readonly aborted: string[];
  readonly seen: string[];
}

export const settings = {
  theme: "dark",
  timeDisplay: "frames",
  depth: "full",
  reducedMotion: false,
  decoder: "auto",
  networkOff: false,
  saved: [] as string[],
  recent: [] as string[],
} as const;

export function echoService(): EchoService {
  const listeners = new Set<Parameters<Service["onEvent"]>[0]>();
  const aborted: string[] = [];
  const seen: string[] = [];
  const answer = async (method: string, args: unknown, ctx: CallContext): Promise<unknown> => {
    seen.push(method);
    switch (method) {
      case "settings.get":
        return settings;
      case "settings.set":
        // Settings change at once, and every window hears of it before the answer comes.
        for (const listener of listeners) listener("settings.changed", { ...settings, ...(args as object) });
        return { ...settings, ...(args as object) };
      case "media.waveform": {
        const { buckets } = args as Args<"media.waveform">;
        for (let i = 1; i <= 3; i++) ctx.progress({ done: i, total: 3, text: `part ${i}` });
        return { peaks: Array.from({ length: buckets }, (_, i) => i), start: 0, end: 1 };
      }
      case "media.get":
        throw new FootnoteError("not-found", "The film is gone.", {
          file: "film.mp4",
          hint: "Import it again.",
        });
      case "media.proxy":
        return await new Promise((_resolve, reject) => {
          ctx.signal.addEventListener("abort", () => {
            aborted.push(method);
            reject(new FootnoteError("cancelled", "Cancelled."));
          });
        });
      case "media.shots":
        return { frames: "many" }; // does not fit the contract
      case "media.words":
        throw new TypeError("a fault of our own");
      default:
        return {};
    }
  };
  return {
    aborted,
    seen,
    call: <M extends Method>(method: M, args: Args<M>, ctx: CallContext) =>
      answer(method, args, ctx) as Promise<Result<M>>,
    onEvent: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    emit: (name, data) => {
      for (const listener of listeners) listener(name, data);
    },
  };
}
