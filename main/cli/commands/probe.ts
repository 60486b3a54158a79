import type { Command } from "commander";
import type { Probe } from "../../../contract/media.ts";
import { sha256File } from "../../engine/media/identify.ts";
import { openFile } from "../bare-file.ts";
import { action } from "../command.ts";
import { table } from "../table.ts";
import { showTime } from "../times.ts";

/** What a script gets: the contract's probe, with the documented fields always there. */
function toJson(file: string, probe: Probe, sha256: string | undefined) {
  const { video } = probe;
  return {
    file,
    duration: probe.duration,
    container: probe.container,
    size: probe.size,
    streams: probe.streams,
    video: video ? { ...video, timecode: video.timecode ?? null } : null,
    chapters: probe.chapters,
    tags: probe.tags,
    ...(sha256 === undefined ? {} : { sha256 }),
  };
}

function forPeople(file: string, probe: Probe, sha256: string | undefined): string {
  const { video } = probe;
  const rate = video && (video.frameRate.num / video.frameRate.den).toFixed(3).replace(/\.?0+$/, "");
  const rows: string[][] = [
    ["file", file],
    ["container", probe.container],
    ["length", showTime(probe.duration)],
  ];
  if (video) {
    rows.push([
      "picture",
      `${video.width} × ${video.height}, ${video.codec}${video.rotation ? `, turned ${video.rotation}°` : ""}`,
    ]);
    rows.push(["frames", `${video.frames} at ${rate}/s${video.variable ? ", unevenly spaced" : ""}`]);
    if (video.timecode) rows.push(["timecode", video.timecode]);
  }
  for (const stream of probe.streams)
    if (stream.kind !== "video")
      rows.push([
        stream.kind,
        [
          `stream ${stream.index}`,
          stream.codec,
          stream.channels ? `${stream.channels} channels` : "",
          stream.sampleRate ? `${stream.sampleRate} Hz` : "",
          stream.language ?? "",
          stream.title ?? "",
          stream.index === probe.audioStream ? "main" : "",
        ]
          .filter(Boolean)
          .join(", "),
      ]);
  if (probe.chapters.length > 0) rows.push(["chapters", String(probe.chapters.length)]);
  if (sha256 !== undefined) rows.push(["SHA-256", sha256]);
  return table(rows);
}

export const probe = (command: Command): Command =>
  action<{ readonly sha256?: boolean }>(
    command
      .description("what a file holds: streams, exact frame count, length")
      .argument("<file>")
      .option("--sha256", "also the checksum of the whole file, for evidence work"),
    async ({ ctx, out, options }, [file = ""]) => {
      const opened = await openFile(ctx, file);
      const sum = options.sha256 ? (await sha256File(ctx, opened.path)).sha256 : undefined;
      out.result(toJson(file, opened.probe, sum), () => forPeople(file, opened.probe, sum));
    },
  );
