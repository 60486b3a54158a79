import { Tabs } from "@base-ui/react/tabs";
import { Boxes, HardDrive, Info, SlidersHorizontal, type LucideIcon } from "lucide-react";
import { Modal } from "../parts/modal.tsx";
import { settingsSections, useUi, type SettingsSection } from "../state/ui.ts";
import { t } from "../strings/en.ts";
import { AboutSection } from "./about-section.tsx";
import { GeneralSection } from "./general-section.tsx";
import { ModelsSection } from "./models-section.tsx";
import { StorageSection } from "./storage-section.tsx";

const signs: Readonly<Record<SettingsSection, LucideIcon>> = {
  general: SlidersHorizontal,
  models: Boxes,
  storage: HardDrive,
  about: Info,
};
const bodies: Readonly<Record<SettingsSection, () => React.ReactNode>> = {
  general: GeneralSection,
  models: ModelsSection,
  storage: StorageSection,
  about: AboutSection,
};

/** What can be chosen, and what Footnote found on this machine. */
export function SettingsDialog() {
  const section = useUi((s) => s.section);
  return (
    <Modal overlay="settings" title={t.settings.title} className="settings">
      <Tabs.Root
        className="settings-body"
        orientation="vertical"
        value={section}
        onValueChange={(value) => {
          const to = settingsSections.find((one) => one === value);
          if (to) useUi.setState({ section: to });
        }}
      >
        <Tabs.List className="settings-nav">
          {settingsSections.map((name) => {
            const Sign = signs[name];
            return (
              <Tabs.Tab key={name} className="settings-tab" value={name}>
                <Sign size={15} aria-hidden /> {t.settings.sections[name]}
              </Tabs.Tab>
            );
          })}
        </Tabs.List>
        {settingsSections.map((name) => {
          const Body = bodies[name];
          return (
            <Tabs.Panel key={name} className="settings-panel" value={name}>
              <Body />
            </Tabs.Panel>
          );
        })}
      </Tabs.Root>
    </Modal>
  );
}
