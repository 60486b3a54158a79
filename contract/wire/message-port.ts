import type { Channel } from "./envelope.ts";

/** What browser, worker-thread and Electron ports have in common; the last two emit, the first dispatches events. */
export interface PortLike {
  postMessage(message: unknown): void;
  close(): void;
  start?: () => void;
  on?: {
    (event: "close", listener: () => void): unknown;
    (event: "message", listener: (message: unknown) => void): unknown;
  };
  addEventListener?: (event: "message" | "close", listener: (event: { data?: unknown }) => void) => unknown;
}

/** A channel over a message port. Electron's ports wrap the text as `{data}`; so do browser events. */
export function portChannel(port: PortLike): Channel {
  const closes: (() => void)[] = [];
  const messages: ((text: unknown) => void)[] = [];
  const held: unknown[] = [];
  let open = true;
  const unwrap = (m: unknown): unknown => (typeof m === "object" && m !== null && "data" in m ? m.data : m);
  const onClose = () => {
    if (!open) return;
    open = false;
    for (const listener of closes) listener();
  };
  const onMessage = (message: unknown) => {
    if (!open) return;
    const text = unwrap(message);
    if (messages.length === 0) held.push(text);
    else for (const listener of messages) listener(text);
  };
  if (port.on) {
    port.on("message", onMessage);
    port.on("close", onClose);
  } else if (port.addEventListener) {
    port.addEventListener("message", onMessage);
    port.addEventListener("close", onClose);
  }
  port.start?.();
  return {
    send: (text) => {
      if (open) port.postMessage(text);
    },
    onMessage: (listener) => {
      messages.push(listener);
      for (const text of held.splice(0)) listener(text);
    },
    onClose: (listener) => void closes.push(listener),
    close: () => {
      port.close();
      onClose();
    },
  };
}
