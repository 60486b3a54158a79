import type { Args, Result } from "../../../contract/calls.ts";
import { FootnoteError } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { Store } from "../store/store.ts";

/** The call tags.change: all of it happens or none. Errors: not-found. */
export const changeTags =
  ({ store, changed }: { readonly store: Store; readonly changed: (id: MediaId) => void }) =>
  ({ ids, add, remove }: Args<"tags.change">): Result<"tags.change"> => {
    for (const id of ids)
      if (!store.media.get(id)) throw new FootnoteError("not-found", "This file is not in the library.");
    store.together(() => {
      for (const id of ids) {
        for (const tag of remove) store.tags.remove(id, tag);
        for (const tag of add) store.tags.add(id, tag);
      }
    });
    for (const id of ids) changed(id);
    return {};
  };
