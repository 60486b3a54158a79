import type { Desk } from "./desk.ts";

const examples = [
  "when does the camera pan left?",
  "how many cuts are there?",
  "dark, then a flash",
  "it goes quiet",
  "what is said about the harbour?",
  "summarise this",
  "what happens at 0:30?",
];

/** Greetings, thanks, help: short, and always with something to try. */
export function smallTalk({ writer }: Desk, kind: "greeting" | "thanks" | "help"): undefined {
  if (kind === "thanks") writer.say("You are welcome.");
  else if (kind === "greeting")
    writer.say(
      "Hello. Ask me where something happens in your footage, and I answer with places that you can play.",
    );
  else
    writer.say(
      `I find moments and say how sure I am. I look at camera moves, light, colours, movement, sharpness, cuts and fades, loudness and silence, and at words that are said or written; with a picture model installed also at what the pictures show. Try:\n${examples.map((example) => `- ${example}`).join("\n")}\nThen narrow it: “only the loud ones”, “without red”, “the second one”, “and after that?”, “why?”.`,
    );
  return undefined;
}
