import { useEffect } from "react";
import { call } from "../connection/engine.ts";
import { act, importPicks } from "../state/library.ts";
import { actions } from "./key-map.ts";
import { perform } from "./perform.ts";

/** Does what the desktop window's menu asks; in a browser nobody sends such messages. */
export function useMenu(): void {
  useEffect(() => {
    const onMessage = (event: MessageEvent): void => {
      if (event.source !== window || typeof event.data !== "string") return;
      const asked = /^footnote-menu (\w+)$/.exec(event.data)?.[1];
      if (asked === "importFolder")
        act(async () => importPicks((await call("files.dialog", { kind: "folder" })).picks));
      const action = actions.find((a) => a === asked);
      if (action) perform(action);
    };
    window.addEventListener("message", onMessage);
    return () => window.removeEventListener("message", onMessage);
  }, []);
}
