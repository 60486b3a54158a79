import type { Migration } from "./index.ts";

/** When films were taken, as somebody set it. Like annotations it stays when a file is removed: its id is its content. */
export const clocks: Migration = {
  name: "clocks",
  sql: `
    CREATE TABLE clock (
      media_id  TEXT PRIMARY KEY,
      data      TEXT NOT NULL               -- JSON, contract WallClock
    ) STRICT;
  `,
};
