import type { Args } from "../../../contract/calls.ts";
import { FootnoteError } from "../../../contract/errors.ts";
import type { FindResult } from "../../../contract/moments.ts";
import { checkAborted, type Context } from "../context.ts";
import { answerAlike, type LikenessOf } from "../grounding/answer/alike.ts";
import type { Store } from "../store/store.ts";
import { mostLookedAt } from "./conversation.ts";
import { pixelsOf } from "./frame-pixels.ts";
import type { Library } from "./library.ts";
import type { PictureModel } from "./picture-model.ts";
import { withLooks } from "./same-pictures.ts";
import { videoSource } from "./video-source.ts";

export interface AlikeParts {
  readonly store: Store;
  readonly library: Library;
  readonly pictureModel: PictureModel;
}

/**
 * Moments that look like a frame of a film or a part of it, in the whole library or some files. Of many files those that are
 * nearest by their vectors are looked at closely. Errors: not-found, out-of-range, model-missing.
 */
export async function findAlike(
  ctx: Context,
  { store, library, pictureModel }: AlikeParts,
  { mediaId, frame, region, mediaIds, limit, minConfidence }: Args<"find.alike">,
): Promise<FindResult> {
  const row = store.media.get(mediaId);
  if (!row || mediaIds.some((id) => !store.media.get(id)))
    throw new FootnoteError("not-found", "A file that was asked is not in the library any more.", {
      hint: "Choose the files again.",
    });
  const { look } = pictureModel;
  if (!look)
    throw new FootnoteError("model-missing", "Finding what looks alike needs a picture model.", {
      hint: "See which there are: footnote models list.",
    });
  const source = await videoSource(ctx, { store, catalogue: library.catalogue }, mediaId);
  const time = source.table.time(frame);
  const picture = await pixelsOf(ctx, source, frame);
  const vector = await look(
    ctx,
    picture,
    region && {
      left: region.left * picture.width,
      top: region.top * picture.height,
      width: region.width * picture.width,
      height: region.height * picture.height,
    },
  );
  const all = mediaIds.length > 0 ? mediaIds : store.media.list().map(({ id }) => id);
  const near =
    all.length > mostLookedAt
      ? ((await pictureModel.search?.(ctx, vector, { files: mostLookedAt, only: all }))?.files ?? []).map(
          (found) => found.media,
        )
      : all;
  const files: LikenessOf[] = [];
  let unseen = 0;
  for (const id of near.length > 0 ? near : all.slice(0, mostLookedAt)) {
    checkAborted(ctx);
    const file = library.reader.read(id);
    const likeness = file && (await pictureModel.likeness(id, vector));
    if (likeness) files.push({ file, ...likeness });
    else unseen++;
  }
  const part = region ? "a part of " : "";
  const example = {
    name: `${part}frame ${frame} of ${row.name}`,
    mediaId,
    time,
    model: pictureModel.name ?? "",
  };
  const found = await answerAlike(ctx, example, files, {
    ...(limit === undefined ? {} : { limit }),
    ...(minConfidence === undefined ? {} : { minConfidence }),
  });
  const notes = [
    found.why,
    all.length > mostLookedAt
      ? `Looked closely at the ${files.length} of ${all.length} files that fit best.`
      : "",
    unseen > 0 ? `The picture model has not seen ${unseen === 1 ? "one file" : `${unseen} files`}.` : "",
  ];
  const why = notes.filter(Boolean).join(" ");
  const moments = withLooks(found.moments, (id) => library.reader.read(id));
  return files.length > 0 ? { ...found, moments, why } : { ...found, why, answerable: false, needs: "index" };
}
