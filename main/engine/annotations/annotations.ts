import { isDeepStrictEqual } from "node:util";
import type {
  Annotation,
  AnnotationChange,
  AnnotationDraft,
  AnnotationEdit,
  EditHistory,
  Tier,
} from "../../../contract/annotations.ts";
import { FootnoteError } from "../../../contract/errors.ts";
import type { AnnotationId, MediaId, TierId } from "../../../contract/ids.ts";
import type { EditedThing } from "../store/edit-table.ts";
import type { Store } from "../store/store.ts";
import { locate, type Measure } from "./place.ts";

/** What an edit, an undo or a redo made different. */
export interface Changed {
  readonly put: Annotation[];
  readonly removed: AnnotationId[];
  readonly tiers?: Tier[];
}

export interface AnnotationParts {
  readonly store: Pick<Store, "annotations" | "edits" | "together">;
  /** What a file's annotations are measured against. Errors: not-found. */
  readonly measure: (id: MediaId) => Measure;
  readonly now: () => number;
  readonly onChanged: (changed: Changed) => void;
}

/**
 * What people mark in films, with a journal: each edit is one step that undo takes back, however many windows were open and
 * whenever the program was closed in between. A file's undo never reaches into another file.
 */
export function createAnnotations({ store, measure, now, onChanged }: AnnotationParts) {
  const { annotations, edits } = store;

  /** The tier an annotation may be put into or taken from. */
  const openTier = (id: TierId): Tier => {
    const tier = annotations.tier(id);
    if (!tier) throw new FootnoteError("not-found", "This tier is not there any more.");
    if (tier.locked)
      throw new FootnoteError("denied", `The tier "${tier.name}" is locked.`, { hint: "Unlock it first." });
    return tier;
  };

  const putOne = (draft: AnnotationDraft, version: number, stamp: number): EditedThing => {
    const before = annotations.get(draft.id) ?? null;
    if ((before?.version ?? 0) !== version) throw stale(draft.label);
    if (before && before.mediaId !== draft.mediaId)
      throw new FootnoteError("bad-arguments", "An annotation stays with its file.");
    openTier(draft.tierId);
    if (before && before.tierId !== draft.tierId) openTier(before.tierId);
    const { place, ...rest } = draft;
    const after: Annotation = {
      ...rest,
      ...locate(place, measure(draft.mediaId)),
      // A machine's own word is never rewritten.
      origin: before?.origin ?? draft.origin,
      version: version + 1,
      changedAt: stamp,
    };
    annotations.put(after);
    return { kind: "annotation", id: draft.id, before, after };
  };

  const removeOne = (before: Annotation): EditedThing => {
    annotations.remove(before.id);
    return { kind: "annotation", id: before.id, before, after: null };
  };

  const apply = (change: AnnotationChange, stamp: number): EditedThing[] => {
    switch (change.do) {
      case "put":
        return [putOne(change.draft, change.version, stamp)];
      case "remove": {
        const before = annotations.get(change.id);
        if (!before || before.version !== change.version) throw stale(before?.label ?? "");
        openTier(before.tierId);
        return [removeOne(before)];
      }
      case "putTier": {
        const before = annotations.tier(change.tier.id) ?? null;
        const twin = annotations.tiers().find((t) => t.name === change.tier.name && t.id !== change.tier.id);
        if (twin)
          throw new FootnoteError("exists", `There is a tier "${twin.name}" already.`, {
            hint: "Give it another name.",
          });
        annotations.putTier(change.tier);
        return [{ kind: "tier", id: change.tier.id, before, after: change.tier }];
      }
      case "removeTier": {
        const before = openTier(change.id);
        if (annotations.tiers().length === 1)
          throw new FootnoteError("denied", "The last tier stays.", { hint: "Make another one first." });
        const gone = annotations.ofTier(change.id).map(removeOne);
        annotations.removeTier(change.id);
        return [...gone, { kind: "tier", id: change.id, before, after: null }];
      }
    }
  };

  const told = (things: readonly EditedThing[], side: "before" | "after"): Changed => {
    const put: Annotation[] = [];
    const removed: AnnotationId[] = [];
    for (const thing of things)
      if (thing.kind === "annotation") {
        const current = thing[side] && annotations.get(thing.id);
        if (current) put.push(current);
        else removed.push(thing.id);
      }
    const tiers = things.some((t) => t.kind === "tier");
    return { put, removed, ...(tiers ? { tiers: annotations.tiers() } : {}) };
  };

  /** Takes an edit's things from one side to the other; refuses where they are not as that edit left them. */
  const carry = (things: readonly EditedThing[], from: "before" | "after", to: "before" | "after"): void => {
    // Tiers come first when they come, and go last when they go.
    const order = to === "before" ? things.toReversed() : things;
    for (const thing of order)
      if (thing.kind === "tier") {
        const target = thing[to];
        if (target) annotations.putTier(target);
        else annotations.removeTier(thing.id);
      } else {
        const current = annotations.get(thing.id);
        if (!same(current ?? null, thing[from])) throw stale(current?.label ?? "");
        const target = thing[to];
        if (!target) {
          annotations.remove(thing.id);
          continue;
        }
        if (!annotations.tier(target.tierId))
          throw new FootnoteError("not-found", "The tier of this annotation is not there any more.", {
            hint: "Bring the tier back first.",
          });
        const versions = [thing.before, thing.after, current].map((a) => a?.version ?? 0);
        annotations.put({ ...target, version: Math.max(...versions) + 1, changedAt: now() });
      }
  };

  const step = (mediaId: MediaId, which: "undo" | "redo"): { title: string } => {
    const edit = which === "undo" ? edits.last(mediaId) : edits.next(mediaId);
    if (!edit)
      throw new FootnoteError(
        "not-found",
        which === "undo" ? "There is nothing to undo." : "There is nothing to redo.",
      );
    const [from, to] = which === "undo" ? (["after", "before"] as const) : (["before", "after"] as const);
    store.together(() => {
      carry(edit.changes, from, to);
      edits.setUndone(edit.id, which === "undo");
    });
    onChanged(told(edit.changes, to));
    return { title: edit.title };
  };

  return {
    tiers: (): Tier[] => annotations.tiers(),
    /** Of one file, by time. */
    list: (mediaId: MediaId): Annotation[] => annotations.ofFile(mediaId),
    history: (mediaId: MediaId): EditHistory => {
      const [undo, redo] = [edits.title(mediaId, "undo"), edits.title(mediaId, "redo")];
      return { ...(undo === undefined ? {} : { undo }), ...(redo === undefined ? {} : { redo }) };
    },
    /**
     * Does all of an edit or nothing.
     * Errors: out-of-range, denied (locked tier), exists (a tier's name), not-found, bad-arguments (changed elsewhere meanwhile), disk-full.
     */
    edit: ({ title, changes }: AnnotationEdit): void => {
      const stamp = now();
      const things = store.together(() => {
        const done = changes.flatMap((change) => apply(change, stamp));
        edits.add(fileOf(done), title, done, stamp);
        return done;
      });
      onChanged(told(things, "after"));
    },
    undo: (mediaId: MediaId): { title: string } => step(mediaId, "undo"),
    redo: (mediaId: MediaId): { title: string } => step(mediaId, "redo"),
  };
}
export type Annotations = ReturnType<typeof createAnnotations>;

const stale = (label: string): FootnoteError =>
  new FootnoteError(
    "bad-arguments",
    `The annotation${label ? ` "${label}"` : ""} was changed elsewhere meanwhile.`,
    { hint: "Look at it as it is now and try again." },
  );

/** The one file that an edit touches; undefined where it is several, or the tiers. */
function fileOf(things: readonly EditedThing[]): MediaId | undefined {
  const files = new Set<MediaId>();
  for (const thing of things) {
    if (thing.kind === "tier") return undefined;
    const of = thing.after ?? thing.before;
    if (of) files.add(of.mediaId);
  }
  return files.size === 1 ? [...files][0] : undefined;
}

/** The same but for the counters of its changes. */
const same = (a: Annotation | null, b: Annotation | null): boolean =>
  isDeepStrictEqual(a && { ...a, version: 0, changedAt: 0 }, b && { ...b, version: 0, changedAt: 0 });
