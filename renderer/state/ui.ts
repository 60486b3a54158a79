import { create } from "zustand";

export type RightTab = "results" | "notes" | "chat";
export type Overlay =
  | "palette"
  | "keys"
  | "settings"
  | "picker"
  | "goTo"
  | "export"
  | "clock"
  | "tags"
  | undefined;
export const settingsSections = ["general", "models", "storage", "about"] as const;
export type SettingsSection = (typeof settingsSections)[number];

interface UiState {
  readonly tab: RightTab;
  readonly overlay: Overlay;
  readonly library: boolean;
  readonly section: SettingsSection;
  /** Names of files that were dropped where a page is not told their places. */
  readonly dropped: readonly string[];
}

export const useUi = create<UiState>(() => ({
  tab: "results",
  overlay: undefined,
  library: true,
  section: "general",
  dropped: [],
}));
export const showTab = (tab: RightTab): void => useUi.setState({ tab });
export const open = (overlay: Overlay): void => useUi.setState({ overlay });
export const openSettings = (section: SettingsSection): void =>
  useUi.setState({ overlay: "settings", section });
export const toggleLibrary = (): void => useUi.setState(({ library }) => ({ library: !library }));
