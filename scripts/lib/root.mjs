import { fileURLToPath } from "node:url";

/** The checkout's folder; may hold spaces. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");
