import { Command, CommanderError } from "commander";
import { ownVersion } from "../host/engine-ports.ts";
import { report } from "./command.ts";
import { ask } from "./commands/ask.ts";
import { clip } from "./commands/clip.ts";
import { clock } from "./commands/clock.ts";
import { decoders } from "./commands/decoders.ts";
import { describe } from "./commands/describe.ts";
import { doctor } from "./commands/doctor.ts";
import { evaluate } from "./commands/evaluate.ts";
import { find } from "./commands/find.ts";
import { frames } from "./commands/frames.ts";
import { ground } from "./commands/ground.ts";
import { importFiles, index, status } from "./commands/library.ts";
import { like } from "./commands/like.ts";
import { models } from "./commands/models.ts";
import { probe } from "./commands/probe.ts";
import { reel } from "./commands/reel.ts";
import { serve } from "./commands/serve.ts";
import { shots } from "./commands/shots.ts";
import { signals } from "./commands/signals.ts";
import { snapshot } from "./commands/snapshot.ts";
import { words } from "./commands/words.ts";
import { exitCodes } from "./exit-codes.ts";
import { FootnoteError } from "../../contract/errors.ts";

/** Every command, in the order in which help lists them. */
const commands: readonly (readonly [string, (command: Command) => Command])[] = [
  ["find", find],
  ["like", like],
  ["ask", ask],
  ["describe", describe],
  ["probe", probe],
  ["frames", frames],
  ["snapshot", snapshot],
  ["shots", shots],
  ["signals", signals],
  ["words", words],
  ["clip", clip],
  ["reel", reel],
  ["import", importFiles],
  ["index", index],
  ["status", status],
  ["clock", clock],
  ["ground", ground],
  ["evaluate", evaluate],
  ["models", models],
  ["decoders", decoders],
  ["doctor", doctor],
  ["serve", serve],
];

const examples = `
Examples:
  footnote find clip.mp4 "the camera pans left over something red"
  footnote find interviews/ "says \\"budget\\" and then it goes quiet"
  footnote like clip.mp4 interviews/ --frame 1200 --region 0.5,0,0.5,1
  footnote ask clip.mp4 "what happens in the dark part?"
  footnote clip clip.mp4 --start 12.4 --end 15 -o moment.mp4
  footnote reel clip.mp4@12.4-15 other.mov@3-5 --transition crossfade -o reel.mp4
  footnote import ~/Footage && footnote status

Questions may name camera moves, light, colours, movement, cuts, sound, words in subtitles ("…"), and put them in
order: then, before, after, while, first, last, longest, not. What cannot be checked is said, never guessed.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 unreadable input, 4 cancelled, 5 a tool or model is missing.`;

export function createProgram(): Command {
  const program = new Command("footnote")
    .description("Finds, checks and corrects moments in video, on your own machine.")
    .version(ownVersion())
    .helpCommand("help [command]", "help on one command")
    .showSuggestionAfterError()
    .addHelpText("after", examples);
  for (const [name, define] of commands) {
    const command = define(program.command(name));
    for (const one of [command, ...command.commands]) one.exitOverride().configureOutput(quiet);
  }
  return program.exitOverride().configureOutput(quiet);
}

/** Wrong usage is reported in our own words, once. */
const quiet = { outputError: () => {} };

/** Runs one command line; the exit code is set on the process. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return;
    if (error.code === "commander.help") {
      process.exitCode = exitCodes.usage;
      return;
    }
    const [message = "", ...more] = error.message.replace(/^error: /, "").split("\n");
    const hint = more.join(" ").trim() || "see footnote --help";
    report(new FootnoteError("bad-arguments", message, { hint }), argv.includes("--json"));
    process.exitCode = exitCodes.usage;
  }
}
