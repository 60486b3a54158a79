// Browser mode: prints the one address to open, then serves until it is stopped.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { errorBody } from "../../contract/errors.ts";
import { runServer } from "./run-server.ts";

const usage = "usage: footnote serve [--library DIR] [--port N] [--root DIR …] [--no-sample] [FILE …]";

function read() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      library: { type: "string" },
      port: { type: "string" },
      root: { type: "string", multiple: true },
      "no-sample": { type: "boolean" },
      // The start script's own; it is passed on.
      browser: { type: "boolean" },
    },
  });
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port ${values.port} is no port`);
  return {
    library: values.library,
    port,
    roots: (values.root ?? []).map((r) => resolve(r)),
    open: positionals.map((p) => resolve(p)),
    ...(values["no-sample"] ? { offerSample: false } : {}),
  };
}

let options: ReturnType<typeof read>;
try {
  options = read();
} catch (error) {
  process.stderr.write(`footnote: ${(error as Error).message}\n${usage}\n`);
  process.exit(2);
}
try {
  const running = await runServer(options);
  process.stdout.write(`${running.server.address}\n`);
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
} catch (error) {
  const { message, hint, file } = errorBody(error);
  process.stderr.write(`footnote: ${file ? `${file}: ` : ""}${message}${hint ? ` ${hint}` : ""}\n`);
  process.exit(1);
}
