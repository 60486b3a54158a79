import { useEffect, useState } from "react";
import type { MediaSummary } from "../../contract/media.ts";
import { isZone, showClock, type WallClock } from "../../contract/wall-clock.ts";
import { call } from "../connection/engine.ts";
import { Modal } from "../parts/modal.tsx";
import { act, useLibrary } from "../state/library.ts";
import { usePlayer } from "../state/player.ts";
import { open } from "../state/ui.ts";
import { t } from "../strings/en.ts";
import { readClock } from "../time/read-clock.ts";

/** When the film was taken: said for the frame on screen, because that is where a clock can be seen. */
export function ClockDialog() {
  const file = useLibrary((s) => s.files.find((f) => f.id === s.selected));
  return (
    <Modal overlay="clock" title={t.clock.title} className="clock" when={file !== undefined}>
      {file && <Body key={file.id} file={file} />}
    </Modal>
  );
}

const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

function Body({ file }: { readonly file: MediaSummary }) {
  const [suggested, setSuggested] = useState<WallClock>();
  const [at] = useState(() => usePlayer.getState().time);
  const [text, setText] = useState(() => (file.clock ? showClock(file.clock, at) : ""));
  const [zone, setZone] = useState(file.clock?.zone ?? ownZone());
  const [drift, setDrift] = useState(String(file.clock?.drift ?? 0));
  useEffect(
    () => act(async () => setSuggested((await call("clock.get", { id: file.id })).suggested)),
    [file.id],
  );
  const clock = readClock(text, zone, Number(drift.replace(",", ".")), at);
  const set = (value: WallClock | undefined): void => {
    open(undefined);
    act(() => call("clock.set", { ids: [file.id], ...(value ? { clock: value } : {}) }));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (clock) set(clock);
      }}
    >
      <div className="choices">
        <p className="dim">{t.clock.hint}</p>
        <label className="choice">
          <span>{t.clock.now}</span>
          <input
            className="input small"
            value={text}
            placeholder="2026-03-14 14:30:05"
            aria-invalid={text !== "" && !clock}
            onChange={(e) => setText(e.target.value)}
          />
        </label>
        <label className="choice">
          <span>{t.clock.zone}</span>
          <input
            className="input small"
            list="zones"
            value={zone}
            aria-invalid={!isZone(zone)}
            onChange={(e) => setZone(e.target.value)}
          />
        </label>
        <datalist id="zones">
          {Intl.supportedValuesOf("timeZone").map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <label className="choice">
          <span>{t.clock.drift}</span>
          <input
            className="input small"
            inputMode="decimal"
            value={drift}
            onChange={(e) => setDrift(e.target.value)}
          />
        </label>
        {suggested && (
          <button
            type="button"
            className="button small"
            onClick={() => {
              setZone(suggested.zone);
              setText(showClock(suggested, at));
            }}
          >
            {t.clock.fromFile(showClock(suggested, at))}
          </button>
        )}
      </div>
      <footer className="dialog-foot">
        {file.clock && (
          <button type="button" className="button" onClick={() => set(undefined)}>
            {t.clock.remove}
          </button>
        )}
        <span className="grow" />
        <button type="submit" className="button primary" disabled={!clock}>
          {t.clock.set}
        </button>
      </footer>
    </form>
  );
}
