import type { Context } from "../context.ts";
import { runProgram } from "../run-program/run.ts";

/**
 * Formats of ffmpeg's whose files only name other files, or that come from a network or a device: opening one would read outside of
 * the file that was named. Still pictures are opened by another way, which takes no pattern from a name.
 */
const elsewhere =
  /^(concat|dash|hls|applehttp|imf|sdp|rtsp|rtp|sap|vobsub|webm_dash_manifest|image2|image2pipe|alias_pix|brender_pix|lavfi|vapoursynth|avisynth|dvdvideo|bluray|ffmetadata)$/;

const asked = new Map<string, Promise<string>>();

/** All other formats that this ffprobe reads, as its `-format_whitelist` wants them. */
export function readableFormats(ctx: Context, ffprobe: string): Promise<string> {
  let list = asked.get(ffprobe);
  if (!list) {
    list = runProgram(ctx, ffprobe, ["-hide_banner", "-demuxers"], { timeLimit: 15_000 }).then(({ stdout }) =>
      formatsOf(stdout.toString()).join(","),
    );
    list.catch(() => asked.delete(ffprobe));
    asked.set(ffprobe, list);
  }
  return list;
}

/** Names in a listing of `-demuxers` that read nothing but their own file. */
export const formatsOf = (listing: string): string[] =>
  listing
    .split("\n")
    // D: can be read. A device has a d after it.
    .flatMap((line) => /^ D[E ] {1,2}(\S+)\s/.exec(line)?.[1]?.split(",") ?? [])
    .filter((name) => !elsewhere.test(name));
