import { errorBody, FootnoteError, type ErrorCode } from "../../../contract/errors.ts";
import { MediaId } from "../../../contract/ids.ts";
import { createContext, type Context } from "../context.ts";
import type { Log } from "../log.ts";
import { frameImage, oneFrame, squarePixels } from "../media/snapshot.ts";
import type { Store } from "../store/store.ts";
import type { Catalogue } from "./catalogue.ts";
import { createFilmstrips, mostTiles } from "./filmstrips.ts";
import { mediaType } from "./media-type.ts";
import type { Proxies } from "./proxies.ts";
import { serveFile } from "./serve-file.ts";
import { toWebVtt } from "./subtitles-text.ts";
import { videoSource } from "./video-source.ts";
import { markEchoes, saidOnce } from "../words/echoes.ts";

const statusOf: Partial<Record<ErrorCode, number>> = {
  "not-found": 404,
  "out-of-range": 404,
  "no-video": 404,
  permission: 403,
  denied: 403,
  unsupported: 415,
  unreadable: 422,
  "bad-arguments": 400,
};

export interface BulkParts {
  readonly store: Store;
  readonly catalogue: Catalogue;
  readonly proxies: Proxies;
  readonly log: Log;
}

/** What a handler is given: the file, its address's query, and how to stop. */
interface Ask {
  readonly ctx: Context;
  readonly id: MediaId;
  readonly request: Request;
  readonly query: URLSearchParams;
  /** What stood for N in the address. */
  readonly part: string;
}
type Handler = (ask: Ask) => Promise<Response>;

/** Answers with bytes, kept by the browser for as long as the content behind the id is the same: for ever. */
const bytes = (data: Uint8Array, type: string, lasting = true): Response =>
  new Response(Uint8Array.from(data), {
    headers: {
      "content-type": type,
      "content-length": String(data.byteLength),
      "cache-control": lasting ? "private, max-age=86400" : "private, no-cache",
    },
  });

/** The one function behind every bulk address, whichever host carries it. Only GET and HEAD; only files of the library. */
export function createBulk({
  store,
  catalogue,
  proxies,
  log,
}: BulkParts): (request: Request) => Promise<Response> {
  const number = (query: URLSearchParams, name: string, fallback: number, most: number): number => {
    const value = Number(query.get(name) ?? fallback);
    if (!Number.isFinite(value) || value < 0 || value > most)
      throw new FootnoteError("bad-arguments", `${name} must be a number from 0 to ${most}.`);
    return value;
  };
  const filmstrips = createFilmstrips({ store, catalogue });
  const thumbnail = async (ctx: Context, id: MediaId, time: number): Promise<Response> => {
    const kept = store.pictures.nearest(id, time);
    if (kept) return bytes(kept, "image/jpeg", store.results.latest(id, "thumbnails")?.state === "done");
    const source = await videoSource(ctx, { store, catalogue }, id);
    const index = source.table.atTime(time);
    const jpeg = await frameImage(ctx, source, index, 240);
    // Kept only where no others are to come: else the strip would show this frame or its neighbour's, by who was first.
    if (store.results.latest(id, "thumbnails")?.state === "failed")
      store.pictures.put(id, [{ time: source.table.time(index), jpeg }]);
    return bytes(jpeg, "image/jpeg", false);
  };

  const handlers: readonly (readonly [RegExp, Handler])[] = [
    [
      /^file$/,
      async ({ ctx, id, request }) => {
        const path = await catalogue.locate(ctx, id);
        return await serveFile(request, path, mediaType(store.media.get(id)?.probe, path));
      },
    ],
    [
      /^proxy$/,
      async ({ id, request, query }) => {
        const audio = query.has("audio") ? number(query, "audio", 0, 9999) : undefined;
        const path = await proxies.find(id, {
          audio,
          picture: query.get("picture") === "copy" ? "copy" : "encode",
        });
        if (path === undefined)
          throw new FootnoteError("not-found", "There is no playable copy of this film yet.");
        return await serveFile(request, path, "video/mp4");
      },
    ],
    [
      /^poster\.jpg$/,
      async ({ ctx, id }) => {
        const duration = store.media.get(id)?.duration ?? 0;
        const best = store.pictures.richest(id, duration * 0.05, duration * 0.3);
        if (!best) return await thumbnail(ctx, id, duration * 0.1);
        return bytes(best, "image/jpeg", store.results.latest(id, "thumbnails")?.state === "done");
      },
    ],
    [
      /^strip\.jpg$/,
      async ({ ctx, id, query }) => {
        const { jpeg, lasting } = await filmstrips.make(ctx, id, {
          start: number(query, "start", 0, 1e9),
          end: number(query, "end", store.media.get(id)?.duration ?? 0, 1e9),
          count: Math.round(number(query, "count", 20, mostTiles)),
          height: Math.round(number(query, "h", 60, 360)),
        });
        return bytes(jpeg, "image/jpeg", lasting);
      },
    ],
    [/^thumb\.jpg$/, ({ ctx, id, query }) => thumbnail(ctx, id, number(query, "t", 0, 1e9))],
    [
      /^frame\/(\d{1,9})\.png$/,
      async ({ ctx, id, part }) => {
        const source = await videoSource(ctx, { store, catalogue }, id);
        return bytes(
          await oneFrame(ctx, source, Number(part), squarePixels(source), [
            "-c:v",
            "png",
            "-f",
            "image2pipe",
          ]),
          "image/png",
        );
      },
    ],
    [
      /^subtitles\.vtt$/,
      ({ id }) =>
        Promise.resolve(
          bytes(
            new TextEncoder().encode(
              toWebVtt(saidOnce(markEchoes(store.cues.list(id).filter((cue) => cue.source !== "screen")))),
            ),
            "text/vtt; charset=utf-8",
            false,
          ),
        ),
    ],
  ];

  return async (request) => {
    try {
      if (request.method !== "GET" && request.method !== "HEAD")
        return new Response(null, { status: 405, headers: { allow: "GET, HEAD" } });
      const url = new URL(request.url);
      const match = /(?:^|\/)media\/(m_[A-Za-z0-9_-]{6,64})\/(.+)$/.exec(url.pathname);
      const id = match && MediaId.safeParse(match[1]);
      for (const [pattern, handle] of handlers) {
        const inner = pattern.exec(match?.[2] ?? "");
        if (!inner || !id?.success) continue;
        if (!store.media.get(id.data))
          throw new FootnoteError("not-found", "This file is not in the library.");
        return await handle({
          ctx: createContext({ signal: request.signal, log }),
          id: id.data,
          request,
          query: url.searchParams,
          part: inner[1] ?? "",
        });
      }
      throw new FootnoteError("not-found", "There is nothing at this address.");
    } catch (error) {
      const body = errorBody(error);
      if (body.code === "internal") log("error", "bulk request failed", { message: body.message });
      return Response.json(
        { error: { code: body.code, message: body.message, hint: body.hint } },
        { status: statusOf[body.code] ?? 500, headers: { "cache-control": "no-store" } },
      );
    }
  };
}
