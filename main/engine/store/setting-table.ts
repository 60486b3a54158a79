import { Settings } from "../../../contract/calls.ts";
import type { Db } from "./database.ts";

export const defaultSettings: Settings = {
  theme: "dark",
  timeDisplay: "timecode",
  depth: "full",
  decoder: "auto",
  reducedMotion: false,
  networkOff: false,
  saved: [],
  recent: [],
};

/** Some of the settings; undefined leaves one as it is. */
export type SettingChanges = { readonly [K in keyof Settings]?: Settings[K] | undefined };

/** What the user chose, one row a setting; unknown or unreadable rows fall back to the default. */
export function settingTable(db: Db) {
  // Notes may be many, one for each film: they are not read here.
  const all = db.prepare<[], { name: string; value: string }>(
    "SELECT name, value FROM setting WHERE name < 'note:' OR name >= 'note;'",
  );
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
  const write = db.transaction((changes: SettingChanges) => {
    for (const [name, value] of Object.entries(changes))
      if (value !== undefined) put.run(name, JSON.stringify(value));
  });
  // Notes are the engine's own and share the table; the colon keeps them apart from what the user chose.
  const note = db.prepare<[string], { value: string }>("SELECT value FROM setting WHERE name = ?");
  const dropNote = db.prepare("DELETE FROM setting WHERE name = ?");
  const notesBelow = db.prepare<[string, string], { value: string }>(
    "SELECT value FROM setting WHERE name >= ? AND name < ? ORDER BY name",
  );
  return {
    /** A fact the engine keeps about the library, such as "the sample was offered". */
    note: (name: string): string | undefined => note.get(`note:${name}`)?.value,
    setNote: (name: string, value: string): void => {
      put.run(`note:${name}`, value);
    },
    dropNote: (name: string): void => {
      dropNote.run(`note:${name}`);
    },
    /** All notes whose names begin like this. */
    notes: (start: string): string[] => {
      const name = `note:${start}`;
      return notesBelow.all(name, `${name}\u{10FFFF}`).map((row) => row.value);
    },
    get: read,
    set: (changes: SettingChanges): Settings => {
      write(changes);
      return read();
    },
  };
}
