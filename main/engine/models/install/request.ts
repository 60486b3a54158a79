import { request as httpRequest, Agent as HttpAgent, type IncomingMessage } from "node:http";
import { request as httpsRequest, Agent as HttpsAgent } from "node:https";
import { FootnoteError } from "../../../../contract/errors.ts";
import { checkAborted, type Context } from "../../context.ts";

// The one place from which a model is fetched. With the network switched off nothing here opens a socket.

export interface NetworkPolicy {
  /** The hard switch: nothing leaves this machine. */
  readonly off: boolean;
  /** Milliseconds without a byte after which a transfer counts as stalled. */
  readonly stallMs?: number;
  /** Proxy settings; the process's environment (HTTPS_PROXY, NO_PROXY …) unless said. */
  readonly proxyEnv?: NodeJS.ProcessEnv;
}

/** The policy of this process: FOOTNOTE_OFFLINE=1 switches the network off. */
export const policyFromEnv = (env: NodeJS.ProcessEnv = process.env): NetworkPolicy => ({
  off:
    env["FOOTNOTE_OFFLINE"] !== undefined &&
    env["FOOTNOTE_OFFLINE"] !== "" &&
    env["FOOTNOTE_OFFLINE"] !== "0",
  proxyEnv: env,
});

export interface Answer {
  readonly status: number;
  /** Length of this answer's body, where the server says it. */
  readonly length: number | undefined;
  /** Length of the whole file, where the server says it. */
  readonly total: number | undefined;
  readonly etag: string | undefined;
  readonly body: AsyncIterable<Buffer>;
  /** Host that answered in the end. */
  readonly host: string;
  close(): void;
}

const mostRedirects = 5;
const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "[::1]" || host === "::1" || /^127(\.\d+){3}$/.test(host);

/** Refuses what may not be fetched. Plain http only from this machine or where the user set such a mirror. */
function checkAddress(url: URL, first: URL, policy: NetworkPolicy): void {
  if (policy.off)
    throw new FootnoteError("denied", "The network is switched off.", {
      hint: "Switch it on in the settings or unset FOOTNOTE_OFFLINE; or bring the model along and import its folder.",
    });
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new FootnoteError("denied", `${url.protocol} addresses are not fetched.`);
  if (url.protocol === "http:" && first.protocol === "https:")
    throw new FootnoteError("denied", `${first.host} leads to an address without encryption.`);
  if (url.username || url.password)
    throw new FootnoteError("denied", "Addresses with a name or password in them are not fetched.");
  // A server elsewhere has no business sending us to services of this machine.
  if (isLoopback(url.hostname) && !isLoopback(first.hostname))
    throw new FootnoteError("denied", `${first.host} leads to this machine.`);
}

/**
 * Opens an address for reading from byte `from` on, following redirects.
 * Errors: denied (switched off, refused, needs a login), not-found, disconnected, timeout, cancelled.
 */
export async function openUrl(
  ctx: Context,
  address: string,
  policy: NetworkPolicy,
  from = 0,
  etag?: string,
): Promise<Answer> {
  const first = new URL(address);
  let url = first;
  for (let hop = 0; hop <= mostRedirects; hop++) {
    checkAborted(ctx);
    checkAddress(url, first, policy);
    const response = await send(ctx, url, policy, from, etag);
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if (status >= 300 && status < 400 && status !== 304 && location !== undefined) {
      response.destroy();
      try {
        url = new URL(location, url);
      } catch {
        throw new FootnoteError("disconnected", `${url.host} sends on to an address that is none.`);
      }
      continue;
    }
    const close = (): void => void response.destroy();
    if (status !== 200 && status !== 206 && status !== 416) {
      close();
      throw statusError(status, url);
    }
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers["content-range"] ?? "");
    if (status === 206 && Number(range?.[1] ?? -1) !== from) {
      close();
      throw new FootnoteError("disconnected", `${url.host} sent another part than was asked for.`);
    }
    const length = numberOf(response.headers["content-length"]);
    const total = status === 206 ? numberOf(range?.[2]) : length;
    return {
      status,
      length,
      total,
      etag: response.headers.etag,
      body: response as AsyncIterable<Buffer>,
      host: url.host,
      close,
    };
  }
  throw new FootnoteError("disconnected", `${first.host} sends on in circles.`);
}

const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;

function statusError(status: number, url: URL): FootnoteError {
  if (status === 404 || status === 410)
    return new FootnoteError("not-found", `${url.host} has no ${url.pathname}.`, {
      hint: "The model may have moved; look at its page.",
    });
  if (status === 401 || status === 403)
    return new FootnoteError("denied", `${url.host} does not hand out ${url.pathname}.`, {
      hint: "It may need a login: fetch it with a browser and import the folder.",
    });
  return new FootnoteError("disconnected", `${url.host} answered ${status}.`);
}

function send(
  ctx: Context,
  url: URL,
  policy: NetworkPolicy,
  from: number,
  etag: string | undefined,
): Promise<IncomingMessage> {
  const secure = url.protocol === "https:";
  const proxyEnv = policy.proxyEnv ?? process.env;
  const stallMs = policy.stallMs ?? 30_000;
  const headers = {
    "user-agent": "footnote",
    accept: "*/*",
    "accept-encoding": "identity",
    ...(from > 0
      ? {
          range: `bytes=${from}-`,
          ...(etag !== undefined && !etag.startsWith("W/") ? { "if-range": etag } : {}),
        }
      : {}),
  };
  return new Promise((resolve, reject) => {
    const agent = secure ? new HttpsAgent({ proxyEnv }) : new HttpAgent({ proxyEnv });
    const request = (secure ? httpsRequest : httpRequest)(url, { headers, agent });
    let body: IncomingMessage | undefined;
    const stop = (error: FootnoteError): void => {
      body?.destroy(error);
      request.destroy(error);
    };
    const onAbort = (): void => stop(new FootnoteError("cancelled", "Cancelled."));
    request.setTimeout(stallMs, () =>
      stop(new FootnoteError("timeout", `${url.host} sent nothing for ${Math.round(stallMs / 1000)} s.`)),
    );
    ctx.signal.addEventListener("abort", onAbort, { once: true });
    if (ctx.signal.aborted) onAbort();
    request.on("close", () => {
      ctx.signal.removeEventListener("abort", onAbort);
      agent.destroy();
    });
    request.on("error", (error) => reject(error instanceof FootnoteError ? error : unreachable(url, error)));
    request.on("response", (response) => {
      body = response;
      resolve(response);
    });
    request.end();
  });
}

/** A failure of the connection in words. */
export const unreachable = (url: { host: string }, error: unknown): FootnoteError =>
  new FootnoteError(
    "disconnected",
    `${url.host} cannot be reached: ${error instanceof Error ? error.message : String(error)}`,
    {
      cause: error,
      hint: "Check the connection and the proxy settings, then try again: what has arrived is kept.",
    },
  );
