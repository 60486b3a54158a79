import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { FPS } from "./shot.ts";

/** Runs a program to its end; rejects with the last of its complaints if it fails. */
export async function runTool(program: string, args: readonly string[], cwd?: string): Promise<void> {
  await new Promise<void>((done, fail) => {
    const child = spawn(program, [...args], { stdio: ["ignore", "ignore", "pipe"], cwd });
    let complaints = "";
    child.stderr.on("data", (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-4000)));
    child.on("error", fail);
    child.on("close", (code) =>
      code === 0 ? done() : fail(new Error(`${program} ended with ${String(code)}: ${complaints}`)),
    );
  });
}

export interface EncodePlan {
  /** printf pattern of the frames, from 0. */
  readonly pattern: string;
  readonly sound: string;
  readonly film: string;
  readonly work: string;
  readonly frames: number;
}

/** Bits per second of picture, so that the film with its sound stays below 7 MB. */
const totalBytes = 6_880_000;
const soundBits = 112_000;

/** Two passes of x264 to a size, a key frame at least every two seconds, AAC, index first. */
export async function encodeFilm(plan: EncodePlan): Promise<void> {
  const seconds = plan.frames / FPS;
  const bits = Math.min(1_400_000, Math.floor((totalBytes * 8) / seconds - soundBits - 4_000));
  const input = [
    "-y",
    "-hide_banner",
    "-loglevel",
    "error",
    "-framerate",
    String(FPS),
    "-t",
    String(seconds),
    "-i",
    plan.pattern,
  ];
  const picture = [
    "-vf",
    "scale=in_range=full:out_range=tv:out_color_matrix=bt709:flags=accurate_rnd,format=yuv420p",
    "-c:v",
    "libx264",
    "-preset",
    "slower",
    "-tune",
    "animation",
    "-profile:v",
    "high",
    "-b:v",
    String(bits),
    "-g",
    String(FPS * 2),
    "-keyint_min",
    "12",
    "-flags",
    "+cgop",
    "-bf",
    "3",
    "-color_primaries",
    "bt709",
    "-color_trc",
    "bt709",
    "-colorspace",
    "bt709",
    "-passlogfile",
    join(plan.work, "pass"),
  ];
  await runTool("ffmpeg", [...input, ...picture, "-pass", "1", "-an", "-f", "null", "-"]);
  await runTool("ffmpeg", [
    ...input,
    "-i",
    plan.sound,
    "-map",
    "0:v",
    "-map",
    "1:a",
    ...picture,
    "-pass",
    "2",
    "-c:a",
    "aac",
    "-b:a",
    String(soundBits),
    "-ac",
    "2",
    "-ar",
    "48000",
    "-metadata",
    "title=Last Ferry",
    "-metadata",
    "copyright=CC0 1.0",
    "-metadata:s:a:0",
    "language=eng",
    "-map_metadata",
    "-1",
    "-fflags",
    "+bitexact",
    "-flags:v",
    "+bitexact",
    "-flags:a",
    "+bitexact",
    "-movflags",
    "+faststart",
    plan.film,
  ]);
}

/** Frames of picture in a film, counted by ffprobe packet by packet. */
export function countFrames(film: string): number {
  const args = [
    "-v",
    "error",
    "-select_streams",
    "v",
    "-count_packets",
    "-show_entries",
    "stream=nb_read_packets",
  ];
  return Number(spawnSync("ffprobe", [...args, "-of", "csv=p=0", film], { encoding: "utf8" }).stdout.trim());
}

/** A sheet of small pictures of the given frames, five across, for looking at. */
export async function contactSheet(files: readonly string[], sheet: string): Promise<void> {
  const across = Math.min(5, files.length);
  const rows = Math.ceil(files.length / across);
  const inputs = files.flatMap((file) => ["-i", file]);
  const scaled = files.map((_, index) => `[${index}:v]scale=480:270[s${index}]`).join(";");
  const layout = files
    .map((_, index) => `${(index % across) * 480}_${Math.floor(index / across) * 270}`)
    .join("|");
  const stack =
    files.length === 1
      ? "[s0]null[o]"
      : `${files.map((_, index) => `[s${index}]`).join("")}xstack=inputs=${files.length}:layout=${layout}:fill=black[o]`;
  await runTool("ffmpeg", [
    "-y",
    "-loglevel",
    "error",
    ...inputs,
    "-filter_complex",
    `${scaled};${stack}`,
    "-map",
    "[o]",
    "-frames:v",
    "1",
    sheet,
  ]);
  process.stderr.write(`${sheet}: ${files.length} frames, ${rows} rows\n`);
}
