import { expect, test } from "vitest";
import { MediaId } from "../../../contract/ids.ts";
import { createContext } from "../../../main/engine/context.ts";
import { firstLook } from "../../../main/engine/indexing/first-look.ts";
import type { PartialSignals } from "../../../main/engine/indexing/stage-run.ts";
import { buildFrameTable } from "../../../main/engine/media/build-frame-table.ts";
import { probeFile } from "../../../main/engine/media/probe.ts";
import { made, plainClip } from "../../fixtures-made/made.ts";

const ctx = createContext();
const id = MediaId.parse("m_first-look-film");

/** 200 s at 5 frames/s, a key frame every 2 s; white from 40 s on. */
const film = (codec: readonly string[], name: string): Promise<string> =>
  made(name, [
    "-f", "lavfi", "-i", "color=c=black:size=64x36:rate=5:duration=200",
    "-vf", "drawbox=color=white:t=fill:enable='gte(t,40)'", ...codec, "-g", "10", "-pix_fmt", "yuv420p",
  ]); // prettier-ignore

async function look(path: string): Promise<{ seconds: number; partials: PartialSignals[] }> {
  const probe = await probeFile(ctx, path);
  const table = await buildFrameTable(ctx, path, probe);
  const partials: PartialSignals[] = [];
  const seconds = await firstLook(
    ctx,
    { id, path },
    { probe, table, duration: table.endTime(table.count - 1) },
    { onPartial: (_, partial) => void (partial && partials.push(partial)) },
    (curves) => curves,
  );
  return { seconds, partials };
}

test.each([
  ["H.264", ["-c:v", "libx264", "-x264-params", "scenecut=0"], "look.mp4"],
  ["VP9", ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"], "look.webm"],
])(
  "the first minutes of a long film can be asked from their key frames alone: %s",
  async (_, codec, name) => {
    const { seconds, partials } = await look(await film(codec, name));
    expect(seconds).toBeCloseTo(90.2, 3);
    expect(partials.map((p) => p.searchable)).toEqual([seconds]);
    const brightness = partials[0]?.signals.curves["brightness"] ?? new Float32Array();
    expect(brightness.length).toBe(902);
    expect(brightness[380]).toBeLessThan(0.1);
    expect(brightness[420]).toBeGreaterThan(0.9);
  },
);

test("a short film is through before that would pay", async () => {
  expect(await look(await plainClip())).toEqual({ seconds: 0, partials: [] });
});
