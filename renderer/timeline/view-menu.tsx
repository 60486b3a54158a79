import { Menu } from "@base-ui/react/menu";
import { Check, Layers } from "lucide-react";
import type { Settings } from "../../contract/calls.ts";
import type { MediaSummary } from "../../contract/media.ts";
import { drawnSignals } from "../state/detail.ts";
import { changeSettings, useSettings } from "../state/settings.ts";
import { open } from "../state/ui.ts";
import { t } from "../strings/en.ts";
import { toggleLayer, toggleSignal, useChoices } from "./choices.ts";
import { hideable } from "./read-choices.ts";

const units = Object.keys(t.settings.times) as Settings["timeDisplay"][];

/** What the timeline shows: the ruler's unit, the layers, and which signals. */
export function ViewMenu({ file }: { readonly file: MediaSummary }) {
  const { hidden, signals } = useChoices();
  const display = useSettings((s) => s.timeDisplay);
  return (
    <Menu.Root>
      <Menu.Trigger className="button-quiet" title={t.timeline.layersHint}>
        <Layers size={14} aria-hidden />
        {t.timeline.layers}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="menu-place" sideOffset={4} align="end">
          <Menu.Popup className="menu view-menu">
            <Menu.Group>
              <Menu.GroupLabel className="menu-title">{t.timeline.layers}</Menu.GroupLabel>
              {hideable.map((name) => (
                <Menu.CheckboxItem
                  key={name}
                  className="menu-item checked"
                  checked={!hidden.includes(name)}
                  onCheckedChange={() => toggleLayer(name)}
                >
                  <Tick />
                  {t.timeline[name]}
                </Menu.CheckboxItem>
              ))}
            </Menu.Group>
            <Menu.Group>
              <Menu.GroupLabel className="menu-title">{t.timeline.signals}</Menu.GroupLabel>
              {drawnSignals.map((name) => (
                <Menu.CheckboxItem
                  key={name}
                  className="menu-item checked"
                  checked={signals.includes(name)}
                  onCheckedChange={() => toggleSignal(name)}
                >
                  <Tick />
                  {t.signals[name]}
                </Menu.CheckboxItem>
              ))}
            </Menu.Group>
            <Menu.RadioGroup
              value={display}
              onValueChange={(timeDisplay: Settings["timeDisplay"]) => changeSettings({ timeDisplay })}
            >
              <Menu.GroupLabel className="menu-title">{t.timeline.ruler}</Menu.GroupLabel>
              {units.map((name) => (
                <Menu.RadioItem
                  key={name}
                  className="menu-item checked"
                  value={name}
                  disabled={name === "clock" && !file.clock}
                >
                  <Menu.RadioItemIndicator className="menu-tick" keepMounted>
                    <Check size={13} aria-hidden />
                  </Menu.RadioItemIndicator>
                  {t.settings.times[name]}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            {!file.clock && (
              <Menu.Item className="menu-item checked" onClick={() => open("clock")}>
                <span className="menu-tick" />
                {t.timeline.setClock}
              </Menu.Item>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

const Tick = () => (
  <Menu.CheckboxItemIndicator className="menu-tick" keepMounted>
    <Check size={13} aria-hidden />
  </Menu.CheckboxItemIndicator>
);
