import type { NamedProvider, OrtValue, SessionSettings } from "./ort-session.ts";
import type { Tensors } from "./tensor.ts";

/** From the session to its worker. */
export type Ask =
  | { readonly ask: "open"; readonly settings: SessionSettings }
  | { readonly ask: "run"; readonly id: number; readonly feeds: Tensors; readonly wanted?: readonly string[] }
  | { readonly ask: "close" }
  | { readonly ask: "providers" };

/** And back. Feeds come back with the answer, so that their memory is used again and nothing is lost by a failure. */
export type Tell =
  | { readonly tell: "opened"; readonly inputs: readonly OrtValue[]; readonly outputs: readonly OrtValue[] }
  | { readonly tell: "failed"; readonly message: string }
  | {
      readonly tell: "done";
      readonly id: number;
      readonly results: Tensors;
      readonly feeds: Tensors;
      readonly milliseconds: number;
    }
  | { readonly tell: "broken"; readonly id: number; readonly message: string; readonly feeds: Tensors }
  | { readonly tell: "closed" }
  | {
      readonly tell: "providers";
      readonly providers: readonly NamedProvider[];
      readonly version: string;
    };

/** Buffers of tensors that may change threads without a copy. */
export function buffersOf(...sets: readonly Tensors[]): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  for (const set of sets)
    for (const { data } of Object.values(set))
      if (data.buffer instanceof ArrayBuffer && data.byteLength > 0) found.add(data.buffer);
  return [...found];
}
