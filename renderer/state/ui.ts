import { create } from "zustand";

export type RightTab = "results" | "notes" | "chat";
export type Overlay = "palette" | "keys" | "settings" | "picker" | "goTo" | "export" | "clock" | undefined;

interface UiState {
  readonly tab: RightTab;
  readonly overlay: Overlay;
  readonly library: boolean;
}

export const useUi = create<UiState>(() => ({ tab: "results", overlay: undefined, library: true }));
export const showTab = (tab: RightTab): void => useUi.setState({ tab });
export const open = (overlay: Overlay): void => useUi.setState({ overlay });
export const toggleLibrary = (): void => useUi.setState(({ library }) => ({ library: !library }));
