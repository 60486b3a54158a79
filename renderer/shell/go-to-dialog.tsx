import { useState } from "react";
import { Modal } from "../parts/modal.tsx";
import { useDetail } from "../state/detail.ts";
import { forgetPlan, player } from "../state/player.ts";
import { open } from "../state/ui.ts";
import { t } from "../strings/en.ts";
import { parseTime } from "../time/format.ts";

/** A time, timecode or frame typed in. */
export function GoToDialog() {
  return (
    <Modal overlay="goTo" title={t.player.goTo} className="go-to" bare>
      <GoTo />
    </Modal>
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
      <p className="go-to-title" aria-hidden>
        {t.player.goTo}
      </p>
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
