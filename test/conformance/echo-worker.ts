import { parentPort, type MessagePort } from "node:worker_threads";
import { portChannel, type PortLike } from "../../contract/wire/message-port.ts";
import { serve } from "../../contract/wire/serve.ts";
import { echoService } from "./echo-service.ts";

let last: MessagePort | undefined;
parentPort?.on("message", (message: unknown) => {
  if (message === "cut") last?.close();
  else {
    last = message as MessagePort;
    serve(portChannel(last as unknown as PortLike), echoService());
  }
});
