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
  | "facts"
  | undefined;
export const settingsSections = ["general", "models", "storage", "about"] as const;
export type SettingsSection = (typeof settingsSections)[number];

/** Panels that can be folded away. */
export const foldable = ["library", "side", "time"] as const;
export type Foldable = (typeof foldable)[number];

interface UiState {
  readonly tab: RightTab;
  readonly overlay: Overlay;
  /** Which panels are open. */
  readonly library: boolean;
  readonly side: boolean;
  readonly time: boolean;
  readonly section: SettingsSection;
  /** Names of files that were dropped where a page is not told their places. */
  readonly dropped: readonly string[];
}

const remembered = "footnote.folded";
const folded = (localStorage.getItem(remembered) ?? "").split(" ");

export const useUi = create<UiState>(() => ({
  tab: "results",
  overlay: undefined,
  library: !folded.includes("library"),
  side: !folded.includes("side"),
  time: !folded.includes("time"),
  section: "general",
  dropped: [],
}));

/** Folds a panel away or opens it again; the next start finds it so. */
export function setOpen(panel: Foldable, shown: boolean): void {
  if (useUi.getState()[panel] === shown) return;
  useUi.setState({ [panel]: shown });
  const now = useUi.getState();
  localStorage.setItem(remembered, foldable.filter((name) => !now[name]).join(" "));
}
export const togglePanel = (panel: Foldable): void => setOpen(panel, !useUi.getState()[panel]);

/** A tab that is asked for is seen, folded away or not. */
export const showTab = (tab: RightTab): void => {
  useUi.setState({ tab });
  setOpen("side", true);
};
export const open = (overlay: Overlay): void => useUi.setState({ overlay });
export const openSettings = (section: SettingsSection): void =>
  useUi.setState({ overlay: "settings", section });
