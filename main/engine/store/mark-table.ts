import type { MediaId } from "../../../contract/ids.ts";
import type { Mark } from "../../../contract/moments.ts";
import type { Db } from "./database.ts";

interface RawMark {
  media_id: string;
  start: number;
  stop: number;
  num: number;
  den: number;
  kind: Mark["kind"];
  question: string;
  made_at: number;
}

const fromRaw = (r: RawMark): Mark => ({
  mediaId: r.media_id as MediaId,
  range: { start: r.start, end: r.stop, timeBase: { num: r.num, den: r.den } },
  kind: r.kind,
  question: r.question,
  madeAt: r.made_at,
});

/** Stars and rejections, one a range. */
export function markTable(db: Db) {
  const all = db.prepare<[], RawMark>("SELECT * FROM mark ORDER BY made_at, media_id, start");
  const put = db.prepare(
    "INSERT OR REPLACE INTO mark (media_id, start, stop, num, den, kind, question, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const remove = db.prepare(
    "DELETE FROM mark WHERE media_id = ? AND start = ? AND stop = ? AND num = ? AND den = ?",
  );
  return {
    list: (): Mark[] => all.all().map(fromRaw),
    put: ({ mediaId, range, kind, question, madeAt }: Mark): void => {
      const { start, end, timeBase } = range;
      put.run(mediaId, start, end, timeBase.num, timeBase.den, kind, question, madeAt);
    },
    remove: ({ mediaId, range }: Pick<Mark, "mediaId" | "range">): void => {
      remove.run(mediaId, range.start, range.end, range.timeBase.num, range.timeBase.den);
    },
  };
}
