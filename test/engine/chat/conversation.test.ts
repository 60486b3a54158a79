import { describe, expect, it } from "vitest";
import { TurnId } from "../../../contract/ids.ts";
import { ChatAnswer } from "../../../contract/moments.ts";
import { ask } from "../../../main/engine/chat/ask.ts";
import { createContext } from "../../../main/engine/context.ts";
import { answerQuestion } from "../../../main/engine/grounding/answer/answer.ts";
import type { FileData } from "../../../main/engine/grounding/answer/file-data.ts";
import { cue, scriptedFile, tracksOf, voicesOf } from "../grounding/scripted-file.ts";

const harbour = scriptedFile({
  name: "harbour.mp4",
  duration: 60,
  cuts: [10.04, 18, 28, 40, 50.2],
  script: [
    ["camera.panLeft", 5, 9, 0.9],
    ["camera.panLeft", 30, 33, 0.9],
    ["camera.panRight", 12, 15, 0.9],
    ["colour.red", 4, 10, 0.3],
    ["colour.blue", 28, 40, 0.4],
    ["brightness", 40, 50, 0.08],
    ["flash", 45, 45.2, 0.9],
    ["brightness", 45, 45.2, 0.9],
    ["loudness", 29, 35, 0.95],
    ["loudness", 20, 26, 0.1],
    ["silence", 20, 26, 1],
  ],
  cues: [
    cue(1, 4, "Every morning the harbour wakes before the sun."),
    cue(11, 14, "The lighthouse keeper counts the boats."),
    cue(46, 49, "Then the storm came over the harbour."),
  ],
});
const street = scriptedFile({
  name: "street.mov",
  duration: 20,
  hasSound: false,
  cuts: [9],
  script: [
    ["colour.red", 2, 6, 0.5],
    ["camera.panLeft", 10, 13, 0.9],
  ],
});

/** Plays a conversation and checks what must hold of every answer. */
async function converse(files: readonly FileData[], turns: readonly string[]): Promise<ChatAnswer[]> {
  const ctx = createContext();
  const history: ChatAnswer[] = [];
  for (const [i, question] of turns.entries()) {
    let streamed = "";
    const cited: number[] = [];
    const turn = {
      turnId: TurnId.parse(`t_${String(i).padStart(8, "0")}`),
      question,
      mediaIds: [],
      askedAt: 1_700_000_000_000 + i,
    };
    const answer = await ask(ctx, turn, history, {
      find: (text) => answerQuestion(ctx, text, files),
      facts: () => Promise.resolve(files),
      emit: ({ text, footnote }) => {
        streamed += text;
        if (footnote) cited.push(footnote.n);
      },
    });
    ChatAnswer.parse(answer);
    expect(streamed).toBe(answer.answer);
    expect(cited).toEqual(answer.footnotes.map(({ n }) => n));
    expect(answer.footnotes.map(({ n }) => n)).toEqual(answer.footnotes.map((_, k) => k + 1));
    for (const [, n] of answer.answer.matchAll(/\[(\d+)\]/g))
      expect(
        answer.footnotes.some((footnote) => footnote.n === Number(n)),
        `${question}: [${n}]`,
      ).toBe(true);
    for (const { moment } of answer.footnotes) {
      const file = files.find((one) => one.mediaId === moment.mediaId);
      expect(file).toBeDefined();
      expect(moment.start).toBeGreaterThanOrEqual(0);
      expect(moment.end).toBeLessThanOrEqual(file?.duration ?? 0);
      expect(moment.reasons.length, question).toBeGreaterThan(0);
    }
    history.push(answer);
  }
  return history;
}

const transcript = (answers: readonly ChatAnswer[]): string =>
  answers
    .map(
      ({ question, intent, answer, footnotes, steps }) =>
        `> ${question}\n(${intent}${steps.map((step) => `; ${step.tool}: ${step.text}`).join("")})\n${answer}\n` +
        footnotes
          .map(
            ({ n, text, moment }) =>
              `  ${n}: ${moment.file} ${moment.startFrame}-${moment.endFrame} ${moment.verdict} ${text}\n`,
          )
          .join(""),
    )
    .join("\n");

describe("conversations", () => {
  it("quotes what a model wrote as its words, in one line, and never lets it look like a footnote", async () => {
    const ctx = createContext();
    const turn = {
      turnId: TurnId.parse("t_written01"),
      question: "what is at 0:30?",
      mediaIds: [],
      askedAt: 1_700_000_000_000,
    };
    const answer = await ask(ctx, turn, [], {
      find: (text) => answerQuestion(ctx, text, [harbour]),
      facts: () => Promise.resolve([harbour]),
      emit: () => {},
      look: () =>
        Promise.resolve({
          text: "A boat [1]\n- and [2] gulls",
          cut: true,
          frames: [10, 20],
          model: "words@1",
          title: "Words",
        }),
    });
    expect(answer.answer).toContain(
      "Written by Words, from 2 frames, not measured: “A boat (1) - and (2) gulls …” [2].",
    );
    expect(answer.footnotes.map((f) => f.writtenBy)).toEqual([undefined, "words@1"]);
    expect(answer.footnotes[1]?.moment).toMatchObject({
      verdict: "possible",
      reasons: [{ frames: [10, 20] }],
    });
  });

  it("tells how many people are there and that somebody speaks, where detectors looked and listened", async () => {
    const watched = scriptedFile({
      name: "watched.mp4",
      watched: {
        objects: tracksOf([
          ["person", 5, 25, 0.1],
          ["person", 10, 20, 0.5],
        ]),
        voices: voicesOf([8, 22]),
      },
    });
    const [there, empty] = await converse([watched], ["what is at 0:15?", "what is at 0:40?"]);
    expect(there?.answer).toContain("2 people at once");
    expect(there?.answer).toContain("somebody speaking");
    const reasons = there?.footnotes.flatMap((f) => f.moment.reasons) ?? [];
    expect(reasons.find((r) => r.source === "object")?.boxes).toHaveLength(2);
    expect(empty?.answer).not.toContain("people");
    expect(empty?.answer).not.toContain("speaking");
  });
  it.each([
    [
      "narrowing",
      [harbour],
      [
        "Hello!",
        "When does the camera pan left?",
        "only the loud ones",
        "why?",
        "when does the camera move?",
        "without red",
        "the second one",
        "and after that?",
        "how long is it?",
        "what about red?",
        "thanks",
      ],
    ],
    [
      "counting-and-comparing",
      [harbour],
      [
        "How many cuts are there?",
        "is there a flash?",
        "is there a fade out?",
        "how long is it dark?",
        "are there more pans left than pans right?",
        "which is more often, a flash or a pan left?",
        "show weaker",
        "the seventh one",
      ],
    ],
    [
      "words",
      [harbour],
      [
        "What is said?",
        "what do they say about the harbour?",
        "what is said after the flash?",
        "what is said about submarines?",
        'when does someone say "counts the boats"?',
        "what is said in the first 5 seconds?",
      ],
    ],
    [
      "telling",
      [harbour],
      [
        "Summarise this video",
        "chapters",
        "what happens at 0:45?",
        "what is at 5:00?",
        "how long is the video?",
        "what can you do?",
        "compare the files",
      ],
    ],
    [
      "honest",
      [harbour],
      [
        "a girl feeds the seagulls",
        "the camera pans left over a boat",
        "something green",
        "only the bright ones",
        "music plays",
        "qwxyz",
        "only the loud ones",
      ],
    ],
    [
      "two-files",
      [harbour, street],
      [
        "something red",
        "only the ones in the first half",
        "when is it silent?",
        "which files are there?",
        "compare the two files",
        "what happens at 0:11",
      ],
    ],
  ] as const)("%s", async (name, files, turns) => {
    const answers = await converse(files, turns);
    await expect(transcript(answers)).toMatchFileSnapshot(`./conversations/${name}.txt`);
  });

  it("has nothing to follow up at the start, and says what is missing with no file", async () => {
    const [first] = await converse([], ["summarise"]);
    expect(first?.answer).toContain("no file");
    const [second] = await converse([harbour], ["and after that?"]);
    expect(second?.intent).not.toBe("neighbour");
  });

  it("gives the same answer to the same turns", async () => {
    const turns = ["the camera moves", "only the loud ones", "summarise"];
    expect(transcript(await converse([harbour], turns))).toBe(transcript(await converse([harbour], turns)));
  });

  it("stops when it is told to", async () => {
    const controller = new AbortController();
    controller.abort();
    const turn = { turnId: TurnId.parse("t_00000000"), question: "red", mediaIds: [], askedAt: 0 };
    const ctx = createContext({ signal: controller.signal });
    const ports = {
      find: (text: string) => answerQuestion(ctx, text, [harbour]),
      facts: () => Promise.resolve([harbour]),
      emit: () => {},
    };
    await expect(ask(ctx, turn, [], ports)).rejects.toMatchObject({ code: "cancelled" });
  });
});
