import type { EventData, EventName, Service } from "../../../contract/calls.ts";

type Listener = Parameters<Service["onEvent"]>[0];

/** Tells every listener; one that throws never keeps the others from hearing. */
export function createEvents(onListenerError: (error: unknown) => void) {
  const listeners = new Set<Listener>();
  return {
    on: (listener: Listener): (() => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    emit: <E extends EventName>(name: E, data: EventData<E>): void => {
      for (const listener of listeners)
        try {
          listener(name, data);
        } catch (error) {
          onListenerError(error);
        }
    },
  };
}
export type Events = ReturnType<typeof createEvents>;
