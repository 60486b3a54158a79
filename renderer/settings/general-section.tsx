import { Choice } from "../parts/choice.tsx";
import { changeSettings, choosePreset, useSettings } from "../state/settings.ts";
import { open } from "../state/ui.ts";
import { DecoderSetting } from "./decoder-setting.tsx";
import { language, languageNames, setLanguage } from "../strings/language.ts";
import { t } from "../strings/en.ts";

/** How the window looks, how times are written, which keys hold, and whether anything may be fetched. */
export function GeneralSection() {
  const settings = useSettings();
  return (
    <div className="choices">
      <Choice
        label={t.settings.theme}
        names={t.settings.themes}
        value={settings.theme}
        onChange={(theme) => changeSettings({ theme })}
      />
      {Object.keys(languageNames).length > 1 && (
        <Choice
          label={t.settings.language}
          names={languageNames}
          value={language()}
          onChange={(to) => setLanguage(to)}
        />
      )}
      <Choice
        label={t.settings.time}
        names={t.settings.times}
        value={settings.timeDisplay}
        onChange={(timeDisplay) => changeSettings({ timeDisplay })}
      />
      <Choice
        label={t.settings.depth}
        hint={t.settings.depthHint}
        names={t.settings.depths}
        value={settings.depth}
        onChange={(depth) => changeSettings({ depth })}
      />
      <DecoderSetting />
      <div className="choice">
        <span>{t.settings.keys}</span>
        <span className="choice-both">
          <button type="button" className="button small" onClick={() => open("keys")}>
            {t.settings.allKeys}
          </button>
          <select
            className="select"
            aria-label={t.settings.keys}
            value={settings.preset}
            onChange={(e) => {
              const { value } = e.target;
              if (value === "editor" || value === "annotator" || value === "player") choosePreset(value);
            }}
          >
            {Object.entries(t.settings.presets).map(([name, text]) => (
              <option key={name} value={name}>
                {text}
              </option>
            ))}
          </select>
        </span>
      </div>
      <Switch
        label={t.settings.motion}
        hint={t.settings.motionHint}
        on={settings.reducedMotion}
        onChange={(reducedMotion) => changeSettings({ reducedMotion })}
      />
      <Switch
        label={t.settings.network}
        hint={t.settings.networkHint}
        on={settings.networkOff}
        onChange={(networkOff) => changeSettings({ networkOff })}
      />
    </div>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly hint: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}
function Switch({ label, hint, on, onChange }: SwitchProps) {
  return (
    <label className="choice">
      <span>
        {label}
        <small>{hint}</small>
      </span>
      <input type="checkbox" className="switch" checked={on} onChange={(e) => onChange(e.target.checked)} />
    </label>
  );
}
