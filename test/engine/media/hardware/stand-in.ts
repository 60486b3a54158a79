import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * An ffmpeg with accelerators that this machine lacks: a script in front of the real one. What each does when it is asked for:
 * - `swift` decodes rightly; software is held to eight times the speed of playing, so that it is much quicker
 * - `lame` decodes rightly, but no quicker than software
 * - `liar` gives other pictures
 * - `absent` cannot be opened
 * - `dies` decodes well in a trial and breaks off in the middle of a film
 * - `holes` leaves pictures out in the middle of a film, and ends well
 * - `hangs` stops giving pictures in the middle of a film
 * A trial is told from a film's analysis by its number of pictures.
 */
export function standIn(folder: string, offered: readonly string[]): string {
  const path = join(folder, "ffmpeg-stand-in.mjs");
  writeFileSync(
    path,
    `#!${process.execPath}
import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
const args = process.argv.slice(2);
if (args.includes("-hwaccels")) {
  console.log("Hardware acceleration methods:\\n${offered.join("\\n")}\\nopencl\\n");
  process.exit(0);
}
const at = args.indexOf("-hwaccel");
const name = at < 0 ? undefined : args.splice(at, 2)[1];
const trial = args.includes("-frames:v") && args.includes("framecrc");
const analysis = args.includes("-filter_complex") && !args.includes("-skip_frame");
if (trial || name) appendFileSync(${JSON.stringify(join(folder, "asked.txt"))}, (trial ? "trial " : "film ") + (name ?? "software") + "\\n");
const before = (what, ...more) => args.splice(args.indexOf("-i"), 0, what, ...more);
if (trial && (name === undefined || name === "lame")) before("-readrate", "8");
if (name === "absent") {
  console.error("Device creation failed: -542398533.");
  process.exit(1);
}
if (trial && name === "liar") args[args.indexOf("-vf") + 1] += ",negate";
const graph = args.indexOf("-filter_complex");
if (name === "holes" && analysis) args[graph + 1] = args[graph + 1].replace("]", "]select=not(between(n\\\\,60\\\\,70)),");
if ((name === "dies" || name === "hangs") && analysis) before("-t", "3");
const pipes = Array.from({ length: 14 }, () => "inherit");
const child = spawn("ffmpeg", args, { stdio: pipes });
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => {
  if (name === "dies" && analysis) process.exit(187);
  if (name === "hangs" && analysis) setInterval(() => {}, 1000);
  else process.exit(code ?? 1);
});
`,
  );
  chmodSync(path, 0o755);
  return path;
}
