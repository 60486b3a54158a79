import { open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { FootnoteError } from "../../../../contract/errors.ts";
import { checkAborted, type Context } from "../../context.ts";
import { checkFile } from "../check-model.ts";
import type { ModelFile } from "../manifest.ts";
import { openUrl, unreachable, type NetworkPolicy } from "./request.ts";

export interface DownloadOptions {
  readonly policy: NetworkPolicy;
  /** Tries in all; each goes on where the last one ended. */
  readonly tries?: number;
  /** Milliseconds before the second try, doubled for each further one. */
  readonly backoffMs?: number;
  /** Bytes that the disk can take; undefined: not known. */
  readonly room?: number;
  readonly onBytes?: (done: number, total: number | undefined) => void;
}

/** A file of unknown size may not be larger than this. */
const largest = 8 * 1024 ** 3;

/**
 * Fetches one file to `path`, resuming what a former try left in `path.part`, and checks size and hash. A server that says
 * it has another size than declared is believed to be wrong at once; more bytes than declared are never written.
 * Errors: model-refused (not the declared file), too-large, disk-full, disconnected, timeout, not-found, denied, cancelled.
 */
export async function download(
  ctx: Context,
  address: string,
  path: string,
  file: ModelFile,
  options: DownloadOptions,
): Promise<{ size: number; sha256: string }> {
  const { tries = 4, backoffMs = 500 } = options;
  const part = `${path}.part`;
  for (let attempt = 1; ; attempt++) {
    const begun = await stat(part).then(
      (s) => s.size > 0,
      () => false,
    );
    try {
      await fetchPart(ctx, address, part, file, options);
      const found = await checkFile(ctx, part, file);
      await rename(part, path);
      await rm(`${part}.tag`, { force: true });
      return found;
    } catch (error) {
      checkAborted(ctx);
      if (error instanceof FootnoteError && error.code === "model-refused") {
        // What arrived is wrong as a whole: nothing of it may be resumed.
        await rm(part, { force: true });
        await rm(`${part}.tag`, { force: true });
        // Put together from two versions of the file, perhaps: once more as a whole.
        if (begun && attempt < tries) continue;
        throw new FootnoteError(
          "model-refused",
          `${new URL(address).host} gave a wrong file: ${error.message}`,
          { hint: "Nothing was installed. Try again later, or from another address.", cause: error },
        );
      }
      const again =
        error instanceof FootnoteError && (error.code === "disconnected" || error.code === "timeout");
      if (!again || attempt >= tries) throw error;
      ctx.log("warn", "download interrupted, going on", { file: file.path, attempt });
      await wait(backoffMs * 2 ** (attempt - 1), undefined, { signal: ctx.signal }).catch(() =>
        checkAborted(ctx),
      );
    }
  }
}

async function fetchPart(
  ctx: Context,
  address: string,
  part: string,
  file: ModelFile,
  { policy, room, onBytes }: DownloadOptions,
): Promise<void> {
  const host = new URL(address).host;
  let have = await stat(part).then(
    (s) => s.size,
    () => 0,
  );
  const tag = have > 0 ? await readFile(`${part}.tag`, "utf8").catch(() => undefined) : undefined;
  if (file.size !== undefined && have === file.size) return;
  // Without a hash that would tell, or the server's mark of the version, an old part is not gone on with.
  if (have > 0 && ((tag === undefined && file.sha256 === undefined) || have > (file.size ?? Infinity)))
    have = 0;
  const answer = await openUrl(ctx, address, policy, have, tag);
  try {
    if (answer.status === 416) {
      await rm(part, { force: true });
      throw new FootnoteError("disconnected", `${host} has less than it had before.`);
    }
    if (answer.status === 200) have = 0;
    if (file.size !== undefined && answer.total !== undefined && answer.total !== file.size)
      throw new FootnoteError("model-refused", `it has ${answer.total} bytes, declared are ${file.size}.`);
    const most = file.size ?? largest;
    if ((answer.total ?? 0) > most)
      throw new FootnoteError("too-large", `${file.path} has ${answer.total} bytes.`);
    const coming = (file.size ?? answer.total ?? 0) - have;
    if (room !== undefined && coming > room)
      throw new FootnoteError(
        "disk-full",
        `${file.path} needs ${megabytes(coming)}; ${megabytes(room)} are free.`,
        { hint: "Free some space, then go on: what has arrived is kept." },
      );
    if (answer.etag !== undefined) await writeFile(`${part}.tag`, answer.etag);
    else if (have === 0) await rm(`${part}.tag`, { force: true });
    const out = await open(part, have > 0 ? "r+" : "w");
    try {
      for await (const chunk of answer.body) {
        checkAborted(ctx);
        if (have + chunk.length > most)
          throw new FootnoteError(
            file.size === undefined ? "too-large" : "model-refused",
            `${host} sends more than the ${most} bytes declared.`,
          );
        await out.write(chunk, 0, chunk.length, have);
        have += chunk.length;
        onBytes?.(have, file.size ?? answer.total);
      }
    } catch (error) {
      if (error instanceof FootnoteError) throw error;
      if ((error as NodeJS.ErrnoException).code === "ENOSPC")
        throw new FootnoteError("disk-full", "The disk is full.", {
          cause: error,
          hint: "Free some space, then go on: what has arrived is kept.",
        });
      throw unreachable({ host }, error);
    } finally {
      await out.close();
    }
    const whole = file.size ?? answer.total;
    if (whole !== undefined && have < whole)
      throw new FootnoteError("disconnected", `${host} ended after ${have} of ${whole} bytes.`);
  } finally {
    answer.close();
  }
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;
