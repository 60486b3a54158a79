import { Settings } from "../../../contract/calls.ts";
import type { Db } from "./database.ts";

export const defaultSettings: Settings = {
  theme: "dark",
  timeDisplay: "timecode",
  depth: "full",
  reducedMotion: false,
};

/** What the user chose, one row a setting; unknown or unreadable rows fall back to the default. */
export function settingTable(db: Db) {
  const all = db.prepare<[], { name: string; value: string }>("SELECT name, value FROM setting");
  const put = db.prepare("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)");
  const read = (): Settings => {
    const settings: Record<string, unknown> = { ...defaultSettings };
    for (const { name, value } of all.all()) {
      const field = Settings.shape[name as keyof Settings];
      const parsed = field?.safeParse(JSON.parse(value));
      if (parsed?.success) settings[name] = parsed.data;
    }
    return Settings.parse(settings);
  };
  const write = db.transaction((changes: Partial<Settings>) => {
    for (const [name, value] of Object.entries(changes)) put.run(name, JSON.stringify(value));
  });
  return {
    get: read,
    set: (changes: Partial<Settings>): Settings => {
      write(changes);
      return read();
    },
  };
}
