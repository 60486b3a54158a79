import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import type { PictureFrame } from "../../main/engine/media/frames.ts";
import { height, width } from "./shot.ts";

/** Runs ffmpeg and hands its raw output over in pieces of `size` bytes. */
export async function readRaw(
  args: readonly string[],
  size: number,
  take: (piece: Uint8Array, n: number) => void,
): Promise<void> {
  const child = spawn(
    "ffmpeg",
    ["-v", "error", "-nostdin", ...args, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const piece = new Uint8Array(size);
  let filled = 0;
  let n = 0;
  for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) {
    let at = 0;
    while (at < chunk.length) {
      const part = chunk.subarray(at, at + size - filled);
      piece.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled === size) {
        take(piece, n++);
        filled = 0;
      }
    }
  }
}

/** Decodes every frame of a file at a small size, in order. */
export async function readFrames(
  path: string,
  size: { width: number; height: number; frameRate: number },
  take: (frame: PictureFrame) => void,
  stream = "0:v:0",
): Promise<void> {
  const scale = `scale=${size.width}:${size.height}:flags=area`;
  const args = ["-i", path, "-map", stream, "-vf", scale, "-fps_mode", "passthrough"];
  await readRaw(args, size.width * size.height * 3, (data, n) =>
    take({ index: n, pts: n, time: n / size.frameRate, width: size.width, height: size.height, data }),
  );
}

/** 100 frames of each of ffmpeg's own moving sources. */
export async function sourceFilms(): Promise<Uint8Array[][]> {
  const sources = [
    `testsrc2=s=${width}x${height}:r=25`,
    `mandelbrot=s=${width}x${height}:r=25`,
    `life=s=${width}x${height}:r=25:mold=10:ratio=0.1:death_color=#C83232:life_color=#00ff00`,
    `cellauto=s=${width}x${height}:r=25:rule=110`,
    `gradients=s=${width}x${height}:r=25:seed=7:speed=0.02`,
    `smptehdbars=s=${width}x${height}:r=25`,
  ];
  return Promise.all(
    sources.map(async (source) => {
      const frames: Uint8Array[] = [];
      await readRaw(["-f", "lavfi", "-i", source, "-frames:v", "150"], width * height * 3, (f) =>
        frames.push(f.slice()),
      );
      return frames;
    }),
  );
}

/** Encodes drawn frames to a file once; a file that is there already is taken as it is. */
export async function encode(
  path: string,
  frames: number,
  options: readonly string[],
  draw: (n: number, out: Uint8Array) => void,
): Promise<void> {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.part.mp4`;
  const input = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", `${width}x${height}`, "-r", "25", "-i", "-"];
  const child = spawn("ffmpeg", ["-v", "error", "-y", ...input, ...options, "-pix_fmt", "yuv420p", part], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  const ended = once(child, "close");
  const buffer = new Uint8Array(width * height * 3);
  for (let n = 0; n < frames; n++) {
    draw(n, buffer);
    if (!child.stdin.write(buffer.slice())) await once(child.stdin, "drain");
  }
  child.stdin.end();
  const [code] = (await ended) as [number];
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
  renameSync(part, path);
}
