import { useEffect } from "react";
import { PickId } from "../../contract/ids.ts";
import { call } from "../connection/engine.ts";
import { act, importPicks } from "../state/library.ts";
import { actions } from "./key-map.ts";
import { perform } from "./perform.ts";

/** Does what the desktop window's menu asks and takes the files that the system opens; in a browser nobody sends such messages. */
export function useMenu(): void {
  useEffect(() => {
    const onMessage = (event: MessageEvent): void => {
      if (event.source !== window || typeof event.data !== "string") return;
      const opened = /^footnote-open (.+)$/.exec(event.data)?.[1];
      if (opened) act(() => importPicks(opened.split(" ").map((pick) => PickId.parse(pick))));
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
