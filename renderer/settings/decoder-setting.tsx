import { useEffect, useState } from "react";
import type { Result } from "../../contract/calls.ts";
import { call } from "../connection/engine.ts";
import { Choice } from "../parts/choice.tsx";
import { act } from "../state/library.ts";
import { changeSettings, useSettings } from "../state/settings.ts";
import { t } from "../strings/en.ts";

/** What ffmpeg offers here, and what was chosen for which films; choices are kept for each setting. */
function useDecoders(): Result<"decoders.list"> | undefined {
  const decoder = useSettings((s) => s.decoder);
  const [known, setKnown] = useState<Result<"decoders.list">>();
  useEffect(() => act(async () => setKnown(await call("decoders.list", {}))), [decoder]);
  return known;
}

/** What decodes films: whatever proves quicker, software, or one accelerator. */
export function DecoderSetting() {
  const decoder = useSettings((s) => s.decoder);
  const known = useDecoders();
  const names = [...new Set(["auto", "software", ...(known?.offered ?? []), decoder])];
  return (
    <Choice
      label={t.settings.decoder}
      hint={t.settings.decoderHint}
      names={Object.fromEntries(names.map((name) => [name, t.settings.decoders(name)]))}
      value={decoder}
      onChange={(to) => changeSettings({ decoder: to })}
    />
  );
}

/** What trials on this machine gave: what decodes which films, and what was tried besides. */
export function DecoderTrials() {
  const choices = useDecoders()?.choices ?? [];
  if (choices.length === 0) return null;
  return (
    <>
      <h3>{t.settings.decoder}</h3>
      <ul className="decoder-trials">
        {choices.map(({ kind, by, tried, lost }) => (
          <li key={kind}>
            <details>
              <summary>
                {t.settings.decoderChosen(kind, t.settings.decoders(by))}
                {lost !== undefined && <small className="dim"> {lost}</small>}
              </summary>
              <ul className="dim">
                {tried.map(({ name, why }) => (
                  <li key={name}>
                    <b>{name}</b> {why}
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </>
  );
}
