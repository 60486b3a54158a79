import type { Command } from "commander";
import type { Probe } from "../../../contract/media.ts";
import { openFile } from "../bare-file.ts";
import { action } from "../command.ts";
import { table } from "../table.ts";
import { showTime } from "../times.ts";

/** What a script gets: the contract's probe, with the documented fields always there. */
function toJson(file: string, probe: Probe) {
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
  };
}

function forPeople(file: string, probe: Probe): string {
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
          stream.codec,
          stream.channels ? `${stream.channels} channels` : "",
          stream.sampleRate ? `${stream.sampleRate} Hz` : "",
          stream.language ?? "",
          stream.title ?? "",
        ]
          .filter(Boolean)
          .join(", "),
      ]);
  if (probe.chapters.length > 0) rows.push(["chapters", String(probe.chapters.length)]);
  return table(rows);
}

export const probe = (command: Command): Command =>
  action<object>(
    command.description("what a file holds: streams, exact frame count, length").argument("<file>"),
    async ({ ctx, out }, [file = ""]) => {
      const opened = await openFile(ctx, file);
      out.result(toJson(file, opened.probe), () => forPeople(file, opened.probe));
    },
  );
