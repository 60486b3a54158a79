import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const cache = fileURLToPath(new URL("../../../../.cache/fixtures/", import.meta.url));

/** What happens in the film, in seconds: what a person would say was asked for. */
export const filmTruth: readonly {
  question: string;
  moments: readonly (readonly [number, number])[];
  iou?: number;
}[] = [
  { question: "the camera pans right", moments: [[3, 6]] },
  { question: "when does the camera move left?", moments: [[6, 9]] },
  { question: "the camera pans left over something red", moments: [[6, 9]] },
  { question: "a pan without anything red", moments: [[3, 6]] },
  { question: "the camera zooms in", moments: [[9, 12]] },
  {
    question: "the camera moves",
    moments: [
      [3, 6],
      [6, 9],
      [9, 12],
    ],
  },
  { question: "dark then a flash", moments: [[12, 14.12]], iou: 0.8 },
  { question: "a flash", moments: [[14, 14.12]], iou: 0.4 },
  { question: "it goes quiet", moments: [[8, 11]], iou: 0.85 },
  { question: "silence", moments: [[8, 11]], iou: 0.85 },
  { question: "the sound starts", moments: [[11, 20]], iou: 0.9 },
  { question: "black screen", moments: [[17, 18]], iou: 0.6 },
  { question: "fade to black", moments: [[16, 17]], iou: 0.6 },
  { question: "the picture fades in", moments: [[18, 19]], iou: 0.6 },
  { question: "the camera zooms in while it is quiet", moments: [[9, 12]] },
  { question: "the camera tilts up", moments: [] },
  { question: "the camera zooms out", moments: [] },
  { question: "something blue", moments: [] },
  { question: "blue then a flash", moments: [] },
];

/** Renders 20 s of known events at 25 frames a second: pans, a zoom, a red wall, darkness, a flash, fades, silence. Kept in the cache. */
export async function film(): Promise<string> {
  const self = await readFile(fileURLToPath(import.meta.url));
  const path = `${cache}questions-${createHash("sha256").update(self).digest("hex").slice(0, 12)}.mp4`;
  if (existsSync(path)) return path;
  await mkdir(cache, { recursive: true });
  const texture = `${cache}questions-${process.pid}.ppm`;
  await writeFile(texture, wall(1280, 720));
  const draft = `${cache}questions-${process.pid}.mp4`;
  const red = "drawbox=x=560:y=300:w=260:h=160:color=0xC01818:t=fill";
  const still = (seconds: number, more: string): string =>
    `trim=duration=${seconds},setpts=PTS-STARTPTS,crop=320:180:480:270${more}`;
  const graph = [
    "[0:v]fps=25,format=yuv444p,split=7[s1][s2][s3][s4][s5][s6][s7]",
    `[s1]${still(3, "")}[a]`,
    "[s2]trim=duration=3,setpts=PTS-STARTPTS,crop=320:180:480+t*90:270[b]",
    `[s3]trim=duration=3,setpts=PTS-STARTPTS,${red},crop=320:180:750-t*90:270[c]`,
    "[s4]trim=duration=3,setpts=PTS-STARTPTS,zoompan=z='4+on*0.02':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d=1:s=320x180:fps=25,format=yuv444p[d]",
    `[s5]${still(4, "")},lutyuv=y='16+(val-16)*0.2',lutyuv=enable='between(t,1.999,2.1)':y='min(235,val*5)'[e]`,
    `[s6]${still(2, "")},fade=t=out:st=0:d=1[f]`,
    `[s7]${still(2, "")},fade=t=in:st=0:d=1[g]`,
    "[a][b][c][d][e][f][g]concat=n=7:v=1[v]",
    "[1:a]volume='if(between(t,8,11),0,1)':eval=frame[s]",
  ];
  await promisify(execFile)("ffmpeg", [
    "-v", "error", "-y", "-loop", "1", "-t", "20", "-i", texture,
    "-f", "lavfi", "-t", "20", "-i", "anoisesrc=c=pink:a=0.3:seed=5:r=16000",
    "-filter_complex", graph.join(";"), "-map", "[v]", "-map", "[s]",
    "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-c:a", "aac", draft,
  ]); // prettier-ignore
  await rename(draft, path);
  return path;
}

/** A wall of muted tiles: enough texture for motion to show. */
function wall(width: number, height: number): Buffer {
  const head = Buffer.from(`P6\n${width} ${height}\n255\n`);
  const pixels = Buffer.alloc(width * height * 3);
  let state = 12_345;
  const random = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  const tile = 20;
  const tones = Array.from(
    { length: (width / tile) * (height / tile) },
    () => [90 + random() * 90, random() * 16, random() * 16] as const,
  );
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [level, warm, cold] = tones[Math.floor(y / tile) * (width / tile) + Math.floor(x / tile)] ?? [
        0, 0, 0,
      ];
      pixels.set(
        [level + warm, level + 4, level + cold - 6].map((v) => Math.round(v)),
        (y * width + x) * 3,
      );
    }
  return Buffer.concat([head, pixels]);
}
