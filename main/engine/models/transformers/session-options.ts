import type { OpenSettings } from "./messages.ts";

/** How transformers.js opens the networks of a folder: from here alone, on the CPU, in as many threads as are ours, silently. */
export const sessionOptions = ({ precisions, threads }: Pick<OpenSettings, "precisions" | "threads">) => ({
  dtype: precisions as Record<string, "fp32">,
  device: "cpu" as const,
  local_files_only: true,
  session_options: {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4 as const,
    // As in `runtime/ort-session.ts`: threads that spin while waiting take the machine from the user.
    extra: { "session.intra_op.allow_spinning": "0" },
  },
});
