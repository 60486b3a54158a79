import type { Migration } from "./index.ts";

/** What a person said of a moment: kept by its exact range, so that it is found again whatever question finds it. */
export const marks: Migration = {
  name: "marks",
  sql: `
    CREATE TABLE mark (
      media_id  TEXT NOT NULL REFERENCES media(id) ON DELETE CASCADE,
      start     INTEGER NOT NULL,           -- ticks of num/den seconds, half-open
      stop      INTEGER NOT NULL,
      num       INTEGER NOT NULL,
      den       INTEGER NOT NULL,
      kind      TEXT NOT NULL,              -- star, reject
      question  TEXT NOT NULL,
      made_at   INTEGER NOT NULL,
      PRIMARY KEY (media_id, start, stop, num, den)
    ) STRICT, WITHOUT ROWID;
  `,
};
