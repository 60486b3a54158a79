import type { DoctorCheck, DoctorReport } from "../../../contract/calls.ts";
import { errorBody } from "../../../contract/errors.ts";
import type { Context } from "../context.ts";
import { offeredAccelerators } from "../media/hardware/accelerators.ts";
import { findTools, installAdvice } from "../media/tools.ts";
import { encoderText } from "../models/encoder-in-use.ts";
import { knownProviders } from "../models/runtime/tune.ts";
import type { EnginePorts } from "../ports.ts";
import { encoderInUseAt } from "./chosen-encoder.ts";
import { runProgram } from "../run-program/run.ts";

/** Decoders that footage of today needs, and encoders that exports use. */
const decoders = ["h264", "hevc", "vp9", "av1", "prores", "aac", "opus"];
const encoders = ["libx264", "libvpx-vp9", "aac", "libopus"];

const gib = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;

async function codecs(ctx: Context, ffmpeg: string, list: "-decoders" | "-encoders"): Promise<Set<string>> {
  const { stdout } = await runProgram(ctx, ffmpeg, ["-hide_banner", list], { timeLimit: 15_000 });
  const names = new Set<string>();
  for (const line of stdout.toString().split("\n")) {
    const [, name] = /^\s*[VAS][A-Z.]{5}\s+(\S+)/.exec(line) ?? [];
    if (name === undefined) continue;
    names.add(name);
    // A decoder of another name for the codec: libdav1d for av1.
    const codec = /\(codec (\w+)\)/.exec(line)?.[1];
    if (codec !== undefined) names.add(codec);
  }
  return names;
}

async function mediaChecks(ctx: Context): Promise<DoctorCheck[]> {
  try {
    const { ffmpeg, ffprobe } = await findTools(ctx);
    const [decode, encode] = [
      await codecs(ctx, ffmpeg.path, "-decoders"),
      await codecs(ctx, ffmpeg.path, "-encoders"),
    ];
    const { offered } = await offeredAccelerators(ctx);
    const lack = (wanted: readonly string[], have: Set<string>): string[] =>
      wanted.filter((w) => !have.has(w));
    const [noDecoder, noEncoder] = [lack(decoders, decode), lack(encoders, encode)];
    return [
      { name: "ffmpeg", state: "ok", found: `${ffmpeg.version} (${ffmpeg.origin}: ${ffmpeg.path})` },
      { name: "ffprobe", state: "ok", found: `${ffprobe.version} (${ffprobe.origin}: ${ffprobe.path})` },
      {
        name: "hardware decoding",
        state: "ok",
        found:
          offered.length === 0
            ? "this ffmpeg offers none; software is used"
            : `this ffmpeg offers ${offered.join(", ")}; each is tried on a film before it is used`,
      },
      {
        name: "decoders",
        state: noDecoder.length === 0 ? "ok" : "warning",
        found: noDecoder.length === 0 ? decoders.join(", ") : `none for ${noDecoder.join(", ")}`,
        ...(noDecoder.length === 0 ? {} : { advice: "Install a fuller build of ffmpeg." }),
      },
      {
        name: "encoders",
        state: noEncoder.length === 0 ? "ok" : "warning",
        found: noEncoder.length === 0 ? encoders.join(", ") : `none of ${noEncoder.join(", ")}`,
        ...(noEncoder.length === 0
          ? {}
          : { advice: "Exact clips need them; install a fuller build of ffmpeg." }),
      },
    ];
  } catch (error) {
    const { message, hint } = errorBody(error);
    return [{ name: "ffmpeg", state: "missing", found: message, advice: hint ?? installAdvice() }];
  }
}

/** What networks may run on: the runtime's own list, each with why it cannot work here where that is plain. */
async function inferenceCheck(): Promise<DoctorCheck> {
  try {
    const { version, providers } = await knownProviders();
    const ready = providers.filter((p) => p.absent === undefined).map((p) => p.name);
    const not = providers.filter((p) => p.absent !== undefined).map((p) => `${p.name} (${p.absent})`);
    return {
      name: "inference",
      state: "ok",
      found: `ONNX Runtime ${version}: ${ready.join(", ")}${not.length > 0 ? `; not here: ${not.join(", ")}` : ""}`,
    };
  } catch (error) {
    return {
      name: "inference",
      state: "warning",
      found: errorBody(error).message,
      advice: "Models cannot run; everything that needs none works.",
    };
  }
}

/** Which model looks at pictures, and why that one. */
async function encoderCheck(ctx: Context, ports: EnginePorts): Promise<DoctorCheck> {
  const used = await encoderInUseAt(ctx, ports);
  return {
    name: "looks at pictures",
    state: used.because === "missing" ? "warning" : "ok",
    found: encoderText(used),
  };
}

/** What is there of what Footnote needs, and what to do about what is not. */
export async function examine(ctx: Context, ports: EnginePorts): Promise<DoctorReport> {
  const free = await ports.freeSpace?.().catch(() => undefined);
  const checks: DoctorCheck[] = [
    {
      name: "footnote",
      state: "ok",
      found: `${ports.version} on Node ${process.versions.node}, ${process.platform} ${process.arch}`,
    },
    ...(await mediaChecks(ctx)),
    await inferenceCheck(),
    await encoderCheck(ctx, ports),
    { name: "library", state: "ok", found: ports.libraryDir },
    ...(free === undefined
      ? []
      : [
          {
            name: "free disk",
            state: free < 1024 ** 3 ? ("warning" as const) : ("ok" as const),
            found: gib(free),
            ...(free < 1024 ** 3 ? { advice: "Free some space: thumbnails and proxies need room." } : {}),
          },
        ]),
    ...((await ports.hostChecks?.()) ?? []),
  ];
  return { ok: checks.every((c) => c.state !== "missing"), checks };
}
