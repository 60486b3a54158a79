import { ChatAnswer } from "../../../contract/moments.ts";
import type { Db } from "./database.ts";

/** The conversation, newest last. Turns that a former version wrote in a shape that is no longer read are left out. */
export function turnTable(db: Db) {
  const put = db.prepare("INSERT OR REPLACE INTO turn (id, asked_at, answer) VALUES (?, ?, ?)");
  const latest = db.prepare<[number], { answer: string }>(
    "SELECT answer FROM (SELECT answer, asked_at, rowid AS n FROM turn ORDER BY asked_at DESC, n DESC LIMIT ?) ORDER BY asked_at, n",
  );
  const clear = db.prepare("DELETE FROM turn");
  return {
    put: (turn: ChatAnswer): void => {
      put.run(turn.turnId, turn.askedAt, JSON.stringify(turn));
    },
    latest: (limit: number): ChatAnswer[] =>
      latest.all(limit).flatMap((r) => {
        const parsed = ChatAnswer.safeParse(JSON.parse(r.answer));
        return parsed.success ? [parsed.data] : [];
      }),
    clear: (): void => {
      clear.run();
    },
  };
}
