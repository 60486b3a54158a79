// Run as a process of its own, to be killed: opens a library, imports a file, says "ready" once it is indexed.
import { openEngine } from "./open-engine.ts";

const [library = "", file = ""] = process.argv.slice(2);
const opened = await openEngine(library);
process.stdout.write("open\n");
await opened.indexed(file);
process.stdout.write("ready\n");
await opened.engine.close();
