import type { Migration } from "./index.ts";

export const firstSchema: Migration = {
  name: "first schema",
  sql: `
    CREATE TABLE media (
      id        TEXT PRIMARY KEY,
      name      TEXT NOT NULL,
      size      INTEGER NOT NULL,
      duration  REAL NOT NULL DEFAULT 0,
      probe     TEXT,                       -- JSON, contract Probe
      added_at  INTEGER NOT NULL,
      sample    INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    -- The same content may lie in several places; the newest seen is used.
    CREATE TABLE location (
      path      TEXT PRIMARY KEY,
      media_id  TEXT NOT NULL REFERENCES media(id) ON DELETE CASCADE,
      size      INTEGER NOT NULL,
      modified  INTEGER NOT NULL,
      seen_at   INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX location_media ON location(media_id);

    -- One finished stage: its key is content + stage + version + parameters. Written once, superseded by key.
    CREATE TABLE result (
      media_id  TEXT NOT NULL REFERENCES media(id) ON DELETE CASCADE,
      stage     TEXT NOT NULL,
      key       TEXT NOT NULL,
      state     TEXT NOT NULL,              -- done, skipped, absent, failed
      data      BLOB,
      made_at   INTEGER NOT NULL,
      PRIMARY KEY (media_id, stage, key)
    ) STRICT;

    CREATE TABLE cue (
      id        INTEGER PRIMARY KEY,
      media_id  TEXT NOT NULL REFERENCES media(id) ON DELETE CASCADE,
      start     REAL NOT NULL,
      stop      REAL NOT NULL,
      text      TEXT NOT NULL,
      source    TEXT NOT NULL,
      language  TEXT
    ) STRICT;
    CREATE INDEX cue_media ON cue(media_id, start);
    CREATE VIRTUAL TABLE cue_text USING fts5(text, content='cue', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');
    CREATE TRIGGER cue_added AFTER INSERT ON cue BEGIN
      INSERT INTO cue_text(rowid, text) VALUES (new.id, new.text);
    END;
    CREATE TRIGGER cue_removed AFTER DELETE ON cue BEGIN
      INSERT INTO cue_text(cue_text, rowid, text) VALUES ('delete', old.id, old.text);
    END;

    CREATE TABLE job (
      id         TEXT PRIMARY KEY,
      kind       TEXT NOT NULL,
      media_id   TEXT REFERENCES media(id) ON DELETE CASCADE,
      title      TEXT NOT NULL,
      state      TEXT NOT NULL,             -- queued, running, paused, done, failed, cancelled
      attempts   INTEGER NOT NULL DEFAULT 0,
      not_before INTEGER NOT NULL DEFAULT 0,
      error      TEXT,                      -- JSON, contract ErrorBody
      made_at    INTEGER NOT NULL,
      changed_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX job_state ON job(state, not_before);

    CREATE TABLE turn (
      id        TEXT PRIMARY KEY,
      asked_at  INTEGER NOT NULL,
      answer    TEXT NOT NULL               -- JSON, contract ChatAnswer
    ) STRICT;

    CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  `,
};
