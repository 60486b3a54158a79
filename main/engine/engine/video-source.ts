import { FootnoteError } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { Context } from "../context.ts";
import { resultsOf } from "../indexing/read-results.ts";
import type { VideoSource } from "../media/decode-video.ts";
import type { Store } from "../store/store.ts";
import type { Catalogue } from "./catalogue.ts";

/** A film of the library with its frames, ready to be decoded. Errors: not-found, no-video. */
export async function videoSource(
  ctx: Context,
  { store, catalogue }: { readonly store: Store; readonly catalogue: Catalogue },
  id: MediaId,
): Promise<VideoSource> {
  const path = await catalogue.locate(ctx, id);
  const results = resultsOf(store, id);
  const [probe, table] = [results.probe(), results.table()];
  if (!probe?.video) throw new FootnoteError("no-video", "The file has no pictures.", { file: path });
  if (!table)
    throw new FootnoteError("not-found", "The frames of this file are not known yet.", {
      file: path,
      hint: "Wait for the first stages of its index.",
    });
  return { path, probe, table };
}
