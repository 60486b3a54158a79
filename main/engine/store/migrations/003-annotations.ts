import type { Migration } from "./index.ts";

/**
 * What people mark, and the journal that takes it back. Annotations do not go with a file that is removed from the
 * library: its id is its content, so they are there again when it comes back.
 */
export const annotations: Migration = {
  name: "annotations",
  sql: `
    CREATE TABLE tier (
      id        TEXT PRIMARY KEY,
      data      TEXT NOT NULL               -- JSON, contract Tier
    ) STRICT;
    INSERT INTO tier VALUES ('l_moments',
      '{"id":"l_moments","name":"Moments","colour":0,"labels":[],"locked":false,"hidden":false,"position":0}');

    CREATE TABLE annotation (
      id        TEXT PRIMARY KEY,
      media_id  TEXT NOT NULL,
      tier_id   TEXT NOT NULL REFERENCES tier(id),
      data      TEXT NOT NULL               -- JSON, contract Annotation
    ) STRICT;
    CREATE INDEX annotation_media ON annotation(media_id);
    CREATE INDEX annotation_tier ON annotation(tier_id);

    -- Every edit, for ever: what it changed from and to. Undone ones wait to be done again until a new edit drops them.
    CREATE TABLE edit (
      id        INTEGER PRIMARY KEY,
      media_id  TEXT,                       -- NULL: touches the tiers or several files
      title     TEXT NOT NULL,
      changes   TEXT NOT NULL,              -- JSON, [{kind, id, before, after}]
      undone    INTEGER NOT NULL DEFAULT 0,
      made_at   INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX edit_media ON edit(media_id, id);
  `,
};
