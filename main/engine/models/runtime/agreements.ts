import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";

/** How near a precision comes to fp32, measured on this machine. */
export const Agreement = z.object({
  /** What was compared: lists of numbers by their cosine, or boxes in pictures by how much they cover each other. */
  by: z.enum(["cosine", "boxes"]).default("cosine"),
  least: z.number(),
  mean: z.number(),
  /** "8 pictures, 8 sentences". */
  of: z.string(),
  /** Lists or boxes compared. */
  items: z.int().positive(),
});
export type Agreement = z.infer<typeof Agreement>;
const Saved = z.record(z.string(), Agreement);

/** From here on a precision may stand in for fp32. How the one for boxes was found is in docs/models.md. */
const enough = { cosine: 0.98, boxes: 0.9 } as const;

/** The figure that is shown and decides: the least cosine, for one thing that is seen wrongly is wrong; the mean of boxes. */
export const figureOf = ({ by, least, mean }: Agreement): number => (by === "boxes" ? mean : least);

/** What a precision falls short of; undefined where it agrees well enough. */
export const shortOf = (agreement: Agreement): number | undefined =>
  figureOf(agreement) < enough[agreement.by] ? enough[agreement.by] : undefined;

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
