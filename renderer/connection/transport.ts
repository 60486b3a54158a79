import type { Channel } from "../../contract/wire/envelope.ts";
import { portChannel } from "../../contract/wire/message-port.ts";
import { socketChannel } from "../../contract/wire/web-socket.ts";

/** What the desktop shell's preload puts into the page. */
export interface DesktopBridge {
  /** Asks the shell for a new port to the engine; it arrives as a window message. */
  connect(): void;
  /** Turns dropped files into picks. */
  pickDropped(files: readonly File[]): Promise<string[]>;
}
declare global {
  interface Window {
    readonly footnoteDesktop?: DesktopBridge;
  }
}

/** A new channel to the engine: a message port in the desktop window, else a web socket to where the page came from. */
export function openChannel(): Promise<Channel> {
  const desktop = window.footnoteDesktop;
  if (desktop)
    return new Promise((resolve) => {
      const onMessage = (event: MessageEvent): void => {
        const port = event.ports[0];
        if (event.source !== window || event.data !== "footnote-port" || !port) return;
        window.removeEventListener("message", onMessage);
        resolve(portChannel(port));
      };
      window.addEventListener("message", onMessage);
      desktop.connect();
    });
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${location.host}/wire`);
    socket.addEventListener("open", () => resolve(socketChannel(socket)), { once: true });
    socket.addEventListener("error", () => reject(new Error("no connection")), { once: true });
  });
}
