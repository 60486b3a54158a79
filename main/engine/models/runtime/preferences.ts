import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";

/** A person's word on how a model runs, over what was measured. */
export const Preference = z.object({
  /** The execution provider: used where it runs and its results agree with the CPU's, also when it is slower. */
  provider: z.string().optional(),
  /** The precision, by its variant's name: used while it is here, however far from fp32. */
  precision: z.string().optional(),
});
export type Preference = z.infer<typeof Preference>;
const Saved = z.record(z.string(), Preference);

const fileOf = (dir: string): string => join(dir, "preferences.json");

/** All preferences, by "ID@REVISION"; `dir`: where models are installed. A damaged file counts as none. */
export async function readPreferences(
  dir: string | undefined,
): Promise<Readonly<Record<string, Preference>>> {
  if (dir === undefined) return {};
  try {
    return Saved.parse(JSON.parse(await readFile(fileOf(dir), "utf8")));
  } catch {
    return {};
  }
}

/** Replaces the preference of one model; an empty one: what was measured decides again. */
export async function keepPreference(
  dir: string | undefined,
  key: string,
  preference: Preference = {},
): Promise<void> {
  if (dir === undefined) return;
  const { [key]: _, ...others } = await readPreferences(dir);
  const named = preference.provider !== undefined || preference.precision !== undefined;
  if (_ === undefined && !named) return;
  const all = named ? { ...others, [key]: preference } : others;
  const file = fileOf(dir);
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  await writeFile(part, `${JSON.stringify(all, null, 2)}\n`);
  await rename(part, file);
}
