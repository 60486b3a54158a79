import { Dialog } from "@base-ui/react/dialog";
import { useState } from "react";
import { useDetail } from "../state/detail.ts";
import { forgetPlan, player } from "../state/player.ts";
import { open, useUi } from "../state/ui.ts";
import { t } from "../strings/en.ts";
import { parseTime } from "../time/format.ts";

/** A time, timecode or frame typed in. */
export function GoToDialog() {
  const shown = useUi((s) => s.overlay === "goTo");
  return (
    <Dialog.Root open={shown} onOpenChange={(now) => open(now ? "goTo" : undefined)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog go-to">
          <Dialog.Title className="go-to-title">{t.player.goTo}</Dialog.Title>
          <GoTo />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function GoTo() {
  const [text, setText] = useState("");
  const frames = useDetail((s) => s.frames);
  const to = parseTime(text, frames);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (to === undefined) return;
        forgetPlan();
        player()?.seek(to);
        open(undefined);
      }}
    >
      <input
        className="input"
        aria-label={t.player.goTo}
        aria-invalid={text !== "" && to === undefined}
        placeholder="0:12.5   00:00:12:10   f312"
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
    </form>
  );
}
