import type { Migration } from "./index.ts";

/** Words on files. Like clocks they stay when a file is removed: its id is its content. */
export const tags: Migration = {
  name: "tags",
  sql: `
    CREATE TABLE tag (
      media_id  TEXT NOT NULL,
      tag       TEXT NOT NULL COLLATE NOCASE,
      PRIMARY KEY (media_id, tag)
    ) STRICT, WITHOUT ROWID;
  `,
};
