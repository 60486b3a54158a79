import type { Channel } from "./envelope.ts";

/** What a browser's WebSocket and the `ws` package have in common. */
export interface SocketLike {
  /** 0 connecting, 1 open, 2 closing, 3 closed. */
  readonly readyState: number;
  send(text: string): void;
  close(): void;
  addEventListener(type: "open" | "close" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
}

/** A channel over a web socket. What is sent while it connects goes out once it is open. */
export function socketChannel(socket: SocketLike): Channel {
  const closes: (() => void)[] = [];
  const waiting: string[] = [];
  let open = socket.readyState < 2;
  const onClose = () => {
    if (!open) return;
    open = false;
    for (const listener of closes) listener();
  };
  socket.addEventListener("open", () => {
    for (const text of waiting.splice(0)) socket.send(text);
  });
  socket.addEventListener("close", onClose);
  // A close always follows an error; the listener keeps it from being thrown.
  socket.addEventListener("error", () => {});
  return {
    send: (text) => {
      if (!open) return;
      if (socket.readyState === 0) waiting.push(text);
      else if (socket.readyState === 1) socket.send(text);
    },
    onMessage: (listener) => socket.addEventListener("message", (event) => listener(event.data)),
    onClose: (listener) => void closes.push(listener),
    close: () => {
      socket.close();
      onClose();
    },
  };
}
