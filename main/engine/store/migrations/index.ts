import { firstSchema } from "./001-first-schema.ts";
import { marks } from "./002-marks.ts";
import { annotations } from "./003-annotations.ts";
import { clocks } from "./004-clocks.ts";
import { tags } from "./005-tags.ts";

/** A numbered step of the schema; its place in the list is its number. Shipped steps are never edited. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

export const migrations: readonly Migration[] = [firstSchema, marks, annotations, clocks, tags];
