import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Log } from "../log.ts";

const Questions = z.object({
  questions: z.array(z.string()).min(1),
  pictures: z.array(z.string()).default([]),
});

/** The film that comes with Footnote, and what to ask of it. */
export interface Sample {
  readonly path: string;
  readonly questions: readonly string[];
  /** And where a model looks at pictures. */
  readonly pictures: readonly string[];
}

/** Finds the sample film below the assets folder; undefined in builds that leave it out. */
export async function findSample(assetsDir: string, log: Log): Promise<Sample | undefined> {
  const folder = join(assetsDir, "sample");
  const path = join(folder, "harbour.mp4");
  if (!(await stat(path).catch(() => undefined))?.isFile()) return undefined;
  try {
    const { questions, pictures } = Questions.parse(
      JSON.parse(await readFile(join(folder, "questions.json"), "utf8")),
    );
    return { path, questions, pictures };
  } catch (error) {
    log("warn", "the sample's questions cannot be read", { error: String(error) });
    return { path, questions: [], pictures: [] };
  }
}
