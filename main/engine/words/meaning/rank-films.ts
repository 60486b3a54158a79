import type { MediaId } from "../../../../contract/ids.ts";
import { breathe, type Context } from "../../context.ts";
import type { SentenceEncoder } from "../../models/encoder/sentence-encoder.ts";
import { cosines } from "./meaning.ts";
import type { StoredMeanings } from "./meaning-blob.ts";

/** A film counts by its best few passages, as one alone may fit by accident. */
const passagesPerFilm = 3;

/**
 * Films by how well what is said or written in them fits a text, best first: the mean of each film's best passages, in deviations
 * above what general sentences score there. Films without words, or whose words another encoder has seen, are left out.
 * Errors: those of the encoder, cancelled.
 */
export async function rankFilms(
  ctx: Context,
  encoder: Pick<SentenceEncoder, "id" | "revision" | "embed">,
  text: string,
  films: Iterable<readonly [MediaId, StoredMeanings]>,
): Promise<MediaId[]> {
  const query = await encoder.embed(ctx, [text], "query");
  const scores: { id: MediaId; score: number }[] = [];
  let looked = 0;
  for (const [id, { model, vectors, usual }] of films) {
    if (looked++ % 16 === 0) await breathe(ctx);
    if (model.id !== encoder.id || model.revision !== encoder.revision || vectors.length === 0) continue;
    const best = cosines(vectors, query).sort().subarray(-passagesPerFilm);
    const mean = best.reduce((sum, value) => sum + value, 0) / best.length;
    scores.push({ id, score: (mean - usual.mean) / usual.deviation });
  }
  return scores.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
}
