import { Dialog } from "@base-ui/react/dialog";
import { CircleAlert, CircleCheck, CircleX, X } from "lucide-react";
import { useEffect, useState } from "react";
import type { DoctorReport, Settings } from "../../contract/calls.ts";
import { call } from "../connection/engine.ts";
import { presets, type PresetName } from "../keys/key-map.ts";
import { act } from "../state/library.ts";
import { changeSettings, choosePreset, useSettings } from "../state/settings.ts";
import { open, useUi } from "../state/ui.ts";
import { t } from "../strings/en.ts";
import { saveReport } from "./report.ts";
import { DecoderSetting } from "./decoder-setting.tsx";
import { StorageSection } from "./storage-section.tsx";
import { ModelsSection } from "./models-section.tsx";

/** What can be chosen, and what Footnote found on this machine. */
export function SettingsDialog() {
  const shown = useUi((s) => s.overlay === "settings");
  return (
    <Dialog.Root open={shown} onOpenChange={(now) => open(now ? "settings" : undefined)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog settings">
          <Dialog.Title className="dialog-title">{t.settings.title}</Dialog.Title>
          <Dialog.Close className="icon-button dialog-close" aria-label={t.settings.close}>
            <X size={16} aria-hidden />
          </Dialog.Close>
          <Choices />
          <ModelsSection />
          <StorageSection />
          <Doctor />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Choices() {
  const settings = useSettings();
  return (
    <div className="choices">
      <Choice
        label={t.settings.theme}
        names={t.settings.themes}
        value={settings.theme}
        onChange={(theme: Settings["theme"]) => changeSettings({ theme })}
      />
      <Choice
        label={t.settings.time}
        names={t.settings.times}
        value={settings.timeDisplay}
        onChange={(timeDisplay: Settings["timeDisplay"]) => changeSettings({ timeDisplay })}
      />
      <Choice
        label={t.settings.depth}
        names={t.settings.depths}
        value={settings.depth}
        onChange={(depth: Settings["depth"]) => changeSettings({ depth })}
      />
      <DecoderSetting />
      <Choice
        label={t.settings.keys}
        names={t.settings.presets}
        value={settings.preset}
        onChange={(preset: PresetName) => choosePreset(preset in presets ? preset : "editor")}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={settings.reducedMotion}
          onChange={(e) => changeSettings({ reducedMotion: e.target.checked })}
        />{" "}
        {t.settings.motion}
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={settings.networkOff}
          onChange={(e) => changeSettings({ networkOff: e.target.checked })}
        />{" "}
        {t.settings.network}
      </label>
    </div>
  );
}

function Choice<T extends string>({
  label,
  names,
  value,
  onChange,
}: {
  readonly label: string;
  readonly names: Readonly<Record<T, string>>;
  readonly value: T;
  readonly onChange: (value: T) => void;
}) {
  return (
    <label className="choice">
      <span>{label}</span>
      <select className="select" value={value} onChange={(event) => onChange(event.target.value as T)}>
        {(Object.keys(names) as T[]).map((name) => (
          <option key={name} value={name}>
            {names[name]}
          </option>
        ))}
      </select>
    </label>
  );
}

const marks = { ok: CircleCheck, warning: CircleAlert, missing: CircleX };

function Doctor() {
  const [report, setReport] = useState<DoctorReport>();
  useEffect(() => act(async () => setReport(await call("engine.doctor", {}))), []);
  return (
    <section>
      <h3>{t.settings.doctor}</h3>
      <ul className="checks">
        {report?.checks.map((check) => {
          const Mark = marks[check.state];
          return (
            <li key={check.name} className={check.state}>
              <Mark size={14} aria-label={check.state} /> <b>{check.name}</b> <span>{check.found}</span>
              {check.advice && <small>{check.advice}</small>}
            </li>
          );
        })}
      </ul>
      <p className="report">
        <button type="button" className="button small" onClick={() => report && saveReport(report)}>
          {t.settings.report}
        </button>{" "}
        <small className="dim">{t.settings.reportHint}</small>
      </p>
    </section>
  );
}
