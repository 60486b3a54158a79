import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";

/** How near a precision comes to fp32, measured on this machine. */
export const Agreement = z.object({
  /** Least and mean cosine to the vectors of fp32. */
  least: z.number(),
  mean: z.number(),
  /** What was compared: "8 pictures, 8 sentences". */
  of: z.string(),
  /** Vectors compared. */
  items: z.int().positive(),
});
export type Agreement = z.infer<typeof Agreement>;
const Saved = z.record(z.string(), Agreement);

/** From here on a precision may stand in for fp32. */
export const enoughAgreement = 0.98;

const fileOf = (dir: string | undefined): string | undefined =>
  dir === undefined ? undefined : join(dir, "agreements.json");

/** All that was measured, by "ID@REVISION/PRECISION"; `dir`: where models are installed. A damaged file counts as none. */
export async function readAgreements(dir: string | undefined): Promise<Readonly<Record<string, Agreement>>> {
  const file = fileOf(dir);
  const text = file === undefined ? undefined : await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return {};
  try {
    const parsed = Saved.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}

/** Replaces what is known of one model ("ID@REVISION"); nothing given: it is forgotten. */
export async function keepAgreements(
  dir: string | undefined,
  key: string,
  found: Readonly<Record<string, Agreement>> = {},
): Promise<void> {
  const file = fileOf(dir);
  if (file === undefined) return;
  const others = Object.entries(await readAgreements(dir)).filter(([name]) => !name.startsWith(`${key}/`));
  const own = Object.entries(found).map(([variant, agreement]) => [`${key}/${variant}`, agreement] as const);
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  await writeFile(part, `${JSON.stringify(Object.fromEntries([...others, ...own]), null, 2)}\n`);
  await rename(part, file);
}
