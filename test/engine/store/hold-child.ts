// Holds a library open until it is killed.
import { openStore } from "../../../main/engine/store/store.ts";

const store = openStore(process.argv[2] ?? "", "the holder");
store.announce("http://127.0.0.1:1/");
process.stdout.write("held\n");
setInterval(() => {}, 1000);
