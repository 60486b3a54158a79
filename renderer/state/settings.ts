import { create } from "zustand";
import type { Settings } from "../../contract/calls.ts";
import { call, type Hello, type Status } from "../connection/engine.ts";
import { presets, readOwn, withOwn, type KeyMap, type OwnKeys, type PresetName } from "../keys/key-map.ts";
import { act } from "./library.ts";

interface SettingsState extends Settings {
  readonly preset: PresetName;
  /** What this person changed of the preset. */
  readonly ownKeys: OwnKeys;
  /** The keys that hold: the preset with one's own. */
  readonly keyMap: KeyMap;
}

const presetKey = "footnote.keys";
const ownKey = "footnote.own-keys";
const isPreset = (name: string | null): name is PresetName => name !== null && name in presets;
const stored = localStorage.getItem(presetKey);
const firstPreset = isPreset(stored) ? stored : "editor";
const firstOwn = readOwn(localStorage.getItem(ownKey));

export const useSettings = create<SettingsState>(() => ({
  theme: "dark",
  timeDisplay: "timecode",
  depth: "full",
  reducedMotion: false,
  decoder: "auto",
  networkOff: false,
  saved: [],
  recent: [],
  preset: firstPreset,
  ownKeys: firstOwn,
  keyMap: withOwn(presets[firstPreset], firstOwn),
}));

const dark = window.matchMedia("(prefers-color-scheme: dark)");

function applyTheme({ theme, reducedMotion }: Pick<Settings, "theme" | "reducedMotion">): void {
  const root = document.documentElement;
  root.dataset["theme"] = theme === "system" ? (dark.matches ? "dark" : "light") : theme;
  root.dataset["motion"] = reducedMotion ? "reduced" : "full";
}
dark.addEventListener("change", () => applyTheme(useSettings.getState()));

export function onSettings(settings: Settings): void {
  useSettings.setState(settings);
  applyTheme(settings);
}

export const changeSettings = (changes: Partial<Settings>): void => {
  onSettings({ ...useSettings.getState(), ...changes });
  act(() => call("settings.set", changes));
};
export const choosePreset = (preset: PresetName): void => {
  useSettings.setState(({ ownKeys }) => ({ preset, keyMap: withOwn(presets[preset], ownKeys) }));
  localStorage.setItem(presetKey, preset);
};
export const setOwnKeys = (ownKeys: OwnKeys): void => {
  useSettings.setState(({ preset }) => ({ ownKeys, keyMap: withOwn(presets[preset], ownKeys) }));
  localStorage.setItem(ownKey, JSON.stringify(ownKeys));
};
export const useKeyMap = (): KeyMap => useSettings((s) => s.keyMap);

interface SessionState {
  readonly status: Status;
  readonly tries: number;
  readonly hello: Hello | undefined;
}
export const useSession = create<SessionState>(() => ({ status: "connecting", tries: 0, hello: undefined }));

/** The address of bulk data below the host's prefix. */
export const bulk = (path: string): string => `${useSession.getState().hello?.bulk ?? "/"}${path}`;
