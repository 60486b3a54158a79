import { checkAborted, type Context } from "../../context.ts";
import { startProgram } from "../../run-program/run.ts";
import { inputOf } from "../probe.ts";
import { findTools } from "../tools.ts";
import type { ReelPart, ReelPlan } from "./reel-plan.ts";

/** A run of frames of a part, counted from its own first frame. */
interface Stretch {
  readonly part: ReelPart;
  readonly from: number;
  readonly to: number;
}

/**
 * The reel's pictures in order, as chunks of raw YUV 4:2:0: one small ffmpeg run for the middle of each moment and one for each
 * cross-fade. Exactly `plan.frames` pictures come out, whatever the films hold: a damaged end is filled with its last picture.
 */
export async function* reelPictures(ctx: Context, plan: ReelPlan): AsyncGenerator<Buffer> {
  let done = 0;
  for (const [i, part] of plan.parts.entries()) {
    const next = plan.parts[i + 1];
    const body = { part, from: part.sharedBefore, to: part.length - part.sharedAfter };
    const runs: Stretch[][] = [[body]];
    if (next && part.sharedAfter > 0)
      runs.push([
        { part, from: body.to, to: part.length },
        { part: next, from: 0, to: next.sharedBefore },
      ]);
    for (const stretches of runs) {
      const first = stretches[0] as Stretch;
      const count = first.to - first.from;
      if (count <= 0) continue;
      const base = done;
      yield* pictures(ctx, plan, stretches, count, (n) =>
        ctx.progress({ done: base + n, total: plan.frames, text: "writing the reel" }),
      );
      done += count;
    }
  }
}

async function* pictures(
  ctx: Context,
  plan: ReelPlan,
  stretches: readonly Stretch[],
  count: number,
  report: (done: number) => void,
): AsyncGenerator<Buffer> {
  const { ffmpeg } = await findTools(ctx);
  const { num, den } = plan.frameRate;
  const graph = stretches.map(
    (s, i) => `[${i}:${s.part.source.probe.video?.stream ?? 0}]${chainOf(plan, s)}[v${i}]`,
  );
  const joined =
    stretches.length === 2
      ? `[v0][v1]xfade=transition=fade:duration=${((count * den) / num).toFixed(6)}:offset=0,format=yuv420p`
      : "[v0]null";
  const program = startProgram(
    ctx,
    ffmpeg.path,
    [
      "-hide_banner", "-nostdin", "-loglevel", "error", "-copyts",
      ...stretches.flatMap((s) => inputAt(plan, s)),
      "-filter_complex", [...graph, `${joined}[out]`].join(";"),
      "-map", "[out]", "-fps_mode", "passthrough", "-frames:v", String(count),
      "-f", "rawvideo", "-pix_fmt", "yuv420p", "pipe:1",
    ],
    { subject: stretches[0]?.part.source.path ?? "" },
  ); // prettier-ignore
  const size = (plan.width * plan.height * 3) / 2;
  const total = size * count;
  let sent = 0;
  // The last whole picture, should it have to be shown again.
  let last = Buffer.alloc(size, 128).fill(16, 0, plan.width * plan.height);
  let partial = Buffer.alloc(0);
  try {
    for await (const chunk of program.stdout as AsyncIterable<Buffer>) {
      const piece = chunk.subarray(0, Math.max(0, total - sent));
      if (sent + piece.length > total - 2 * size) {
        partial = Buffer.concat([partial, piece]);
        if (partial.length >= size) {
          const whole = Math.floor((sent + piece.length) / size) * size;
          const end = partial.length - (sent + piece.length - whole);
          if (end >= size) last = Buffer.from(partial.subarray(end - size, end));
        }
      }
      if (Math.floor((sent + piece.length) / size) > Math.floor(sent / size))
        report(Math.floor((sent + piece.length) / size));
      sent += piece.length;
      yield piece;
    }
    const { code, stderr } = await program.ended;
    if (code !== 0)
      ctx.log("warn", "a moment of the reel could not be decoded to its end", { stderr: stderr.slice(-300) });
    checkAborted(ctx);
    // Begun pictures are ended with what there is of the last one.
    if (sent % size > 0) {
      yield last.subarray(sent % size);
      sent += size - (sent % size);
    }
    for (; sent < total; sent += size) yield last;
  } finally {
    program.stop();
    await program.ended.catch(() => {});
  }
}

/** The film, opened at the key frame before what is shown. */
function inputAt(plan: ReelPlan, { part, from }: Stretch): string[] {
  const { table, path } = part.source;
  const key = table.keyBefore(frameAt(plan, part, from));
  return [...(key === 0 ? [] : ["-ss", (table.time(key) - 0.0005).toFixed(6)]), ...inputOf(path)];
}

/** The source's frame that is on screen at a frame of the reel. */
function frameAt({ frameRate }: ReelPlan, { source, startFrame, endFrame }: ReelPart, at: number): number {
  const { table } = source;
  const seconds = table.time(startFrame) + (at * frameRate.den) / frameRate.num;
  // One earlier: rounding to the grid may show it.
  return Math.min(endFrame - 1, Math.max(startFrame, table.atTime(seconds) - 1));
}

function chainOf(plan: ReelPlan, { part, from, to }: Stretch): string {
  const { table } = part.source;
  const { width, height, frameRate } = plan;
  const { num, den } = frameRate;
  const origin = table.pts(part.startFrame);
  const begin = table.pts(frameAt(plan, part, from));
  const fades = [
    ...(part.fadeIn > 0 && from === 0 ? [`fade=t=in:start_frame=0:nb_frames=${part.fadeIn}`] : []),
    ...(part.fadeOut > 0 && to === part.length
      ? [`fade=t=out:start_frame=${to - from - part.fadeOut}:nb_frames=${part.fadeOut}`]
      : []),
  ];
  return [
    `select=between(pts\\,${begin}\\,${table.pts(part.endFrame - 1)})`,
    `setpts=PTS-${origin}`,
    `fps=${num}/${den}:start_time=${((from * den) / num).toFixed(9)}:round=near`,
    // Whoever ends early stays on its last picture.
    "tpad=stop_mode=clone:stop=-1",
    `trim=end_frame=${to - from}`,
    `setpts=N`,
    `settb=${den}/${num}`,
    `setpts=N`,
    `scale=${width}:${height}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=bicubic`,
    `pad=${width}:${height}:-1:-1`,
    "setsar=1",
    "format=yuv420p",
    ...fades,
  ].join(",");
}
