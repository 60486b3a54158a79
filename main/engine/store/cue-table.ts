import type { MediaId } from "../../../contract/ids.ts";
import type { Cue } from "../../../contract/media.ts";
import type { Db } from "./database.ts";

interface RawCue {
  start: number;
  stop: number;
  text: string;
  source: Cue["source"];
  language: string | null;
}

const fromRaw = (r: RawCue): Cue => ({
  start: r.start,
  end: r.stop,
  text: r.text,
  source: r.source,
  ...(r.language === null ? {} : { language: r.language }),
});

/** Words with their times, in a full-text index. */
export function cueTable(db: Db) {
  const insert = db.prepare(
    "INSERT INTO cue (media_id, start, stop, text, source, language) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const remove = db.prepare("DELETE FROM cue WHERE media_id = ? AND source = ?");
  const list = db.prepare<[string], RawCue>("SELECT * FROM cue WHERE media_id = ? ORDER BY start, id");
  const search = db.prepare<[string, number], { media_id: string; rank: number }>(
    "SELECT cue.media_id AS media_id, min(cue_text.rank) AS rank FROM cue_text JOIN cue ON cue.id = cue_text.rowid WHERE cue_text MATCH ? GROUP BY cue.media_id ORDER BY rank LIMIT ?",
  );
  // The words of the full-text index, as their stems.
  db.exec("CREATE VIRTUAL TABLE IF NOT EXISTS temp.cue_terms USING fts5vocab('main', 'cue_text', 'row')");
  const terms = db.prepare<[number, number], { term: string }>(
    "SELECT term FROM temp.cue_terms WHERE length(term) BETWEEN ? AND ?",
  );
  const holders = db.prepare<[], { media_id: string }>("SELECT DISTINCT media_id FROM cue ORDER BY media_id");
  const replace = db.transaction((id: MediaId, cues: readonly Cue[], sources: readonly Cue["source"][]) => {
    for (const source of sources) remove.run(id, source);
    for (const c of cues) insert.run(id, c.start, c.end, c.text, c.source, c.language ?? null);
  });
  return {
    /** Puts these cues in the place of all of the file's former ones of these sources; every source unless said. */
    replace: (
      id: MediaId,
      cues: readonly Cue[],
      sources: readonly Cue["source"][] = ["subtitle", "speech", "screen"],
    ): void => replace(id, cues, sources),
    list: (id: MediaId): Cue[] => list.all(id).map(fromRaw),
    /** Stems of all words that are said or written anywhere, of so many letters. */
    stems: (least: number, most: number): string[] => terms.all(least, most).map((r) => r.term),
    /** Files in which anything is said or written. */
    filesWithWords: (): MediaId[] => holders.all().map((r) => r.media_id as MediaId),
    /** Files whose words match any of the terms, best first; terms are taken literally. */
    filesMatching: (terms: readonly string[], limit: number): MediaId[] => {
      const quoted = terms.map((t) => `"${t.replaceAll('"', '""')}"`).filter((t) => t !== '""');
      return quoted.length === 0
        ? []
        : search.all(quoted.join(" OR "), limit).map((r) => r.media_id as MediaId);
    },
  };
}
