import type { MediaId } from "../../../contract/ids.ts";
import type { Context } from "../context.ts";
import { fuseChannels, type FusedPart } from "../embed/fused-channel.ts";
import type { FileData } from "../grounding/answer/file-data.ts";
import { peakOf } from "../grounding/presence/presence.ts";
import { queryBank } from "../grounding/presence/query-bank.ts";
import { fuseKnownRanks } from "../search/fuse.ts";
import type { Found, SearchRequest } from "../search/vector-search.ts";
import type { Seeing } from "./seeing.ts";
import type { Lessons } from "./teaching.ts";

/** Files whose fused peaks are kept in memory where there are no files of vectors to keep them with. */
const kept = 24;

/** What several picture models saw of the same files, as one view. */
export function createSeenTogether() {
  const peaks = new Map<string, Promise<readonly number[]>>();
  const remembered = (key: string, make: () => Promise<readonly number[]>): Promise<readonly number[]> => {
    const known = peaks.get(key) ?? make();
    peaks.delete(key);
    peaks.set(key, known);
    known.catch(() => peaks.delete(key));
    if (peaks.size > kept) peaks.delete(peaks.keys().next().value as string);
    return known;
  };
  return {
    /** A file by all models that have seen it; the first is the one that marks taught. Undefined where none has. */
    see: async (
      ctx: Context,
      models: readonly Seeing[],
      file: FileData,
      lessons?: Lessons,
    ): Promise<FileData | undefined> => {
      const parts: FusedPart[] = [];
      let first: { model: Seeing; seen: FileData } | undefined;
      for (const [i, model] of models.entries()) {
        const seen = await model.see(ctx, file, i === 0 ? lessons : undefined);
        if (!seen?.picture) continue;
        first ??= { model, seen };
        parts.push({ title: model.encoder.title, channel: { ...seen.picture, chanceOf: () => undefined } });
      }
      if (!first || parts.length < 2) return first?.seen;
      const { index } = first.model;
      const picture = fuseChannels(ctx, parts, {
        bank: { texts: queryBank, peakOf },
        keep: (names, make) =>
          remembered(
            `${file.mediaId} ${names.join(" ")}`,
            async () => (await index?.sharedBankOf(file.mediaId, names, make)) ?? (await make()),
          ),
      });
      return { ...first.seen, picture };
    },
    /** Other vectors of a file are there now, or none. */
    forget: (ids: readonly MediaId[]): void => {
      for (const key of peaks.keys()) if (ids.some((id) => key.startsWith(`${id} `))) peaks.delete(key);
    },
  };
}

/** Files that show what a text says by several models, each in its own space: their orders are fused by rank. */
export async function searchTogether(
  ctx: Context,
  models: readonly { readonly model: Seeing; readonly only?: readonly MediaId[] | undefined }[],
  query: string,
  request: SearchRequest,
): Promise<Found> {
  const lists: { found: Found; knows: (id: MediaId) => boolean }[] = [];
  for (const { model, only } of models) {
    if (only?.length === 0) continue;
    const found = await model.index?.search(ctx, query, { ...request, ...(only ? { only } : {}) });
    const named = only && new Set(only);
    if (found) lists.push({ found, knows: (id) => (named ? named.has(id) : model.hasSeen(id)) });
  }
  const [first] = lists;
  if (!first || lists.length === 1) return first?.found ?? { rows: [], files: [] };
  const files = new Map(lists.flatMap(({ found }) => found.files.map((file) => [file.media, file] as const)));
  const order = fuseKnownRanks(
    lists.map(({ found, knows }) => ({ order: found.files.map(({ media }) => media), knows })),
  );
  return {
    rows: lists.flatMap(({ found }) => found.rows).slice(0, request.rows ?? 20),
    files: order.flatMap((id) => files.get(id) ?? []).slice(0, request.files ?? 50),
  };
}
