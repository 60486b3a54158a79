import { useEffect, useState } from "react";
import type { Result } from "../../contract/calls.ts";
import { call } from "../connection/engine.ts";
import { act } from "../state/library.ts";
import { changeSettings, useSettings } from "../state/settings.ts";
import { t } from "../strings/en.ts";

/** What decodes films: whatever proves quicker, software, or one accelerator; and what trials on this machine gave. */
export function DecoderSetting() {
  const decoder = useSettings((s) => s.decoder);
  const [known, setKnown] = useState<Result<"decoders.list">>();
  // Choices are kept for each setting.
  useEffect(() => act(async () => setKnown(await call("decoders.list", {}))), [decoder]);
  const names = [...new Set(["auto", "software", ...(known?.offered ?? []), decoder])];
  return (
    <>
      <label className="choice">
        <span>{t.settings.decoder}</span>
        <select
          className="select"
          value={decoder}
          onChange={(event) => changeSettings({ decoder: event.target.value })}
        >
          {names.map((name) => (
            <option key={name} value={name}>
              {t.settings.decoders(name)}
            </option>
          ))}
        </select>
      </label>
      {known && known.choices.length > 0 && (
        <ul className="decoder-trials">
          {known.choices.map(({ kind, by, tried, lost }) => (
            <li key={kind}>
              <small className="dim">
                {t.settings.decoderChosen(
                  kind,
                  t.settings.decoders(by).toLowerCase(),
                  tried.map(({ name, why }) => `${name}: ${why}`).join("; "),
                )}
                {lost !== undefined && `. ${lost}`}
              </small>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
