import { expect, it } from "vitest";
import { intentOf } from "../../../main/engine/chat/intent.ts";

it.each([
  ["Look at 0:12: what colour is the car?", { kind: "look", at: 12, question: "what colour is the car" }],
  ["look at 1:02:03", { kind: "look", at: 3723 }],
  ["please look at 90 s, is it raining?", { kind: "look", at: 90, question: "is it raining" }],
  ["look closely at 4.5 and tell me: who is there", { kind: "look", at: 4.5, question: "who is there" }],
  ["caption 0:30", { kind: "look", at: 30 }],
  ["caption them", { kind: "look" }],
  ["look at it: how many people?", { kind: "look", question: "how many people" }],
  ["Look at the second one and tell me who is there", { kind: "look", n: 2, question: "who is there" }],
  ["look at the last one", { kind: "look", n: -1 }],
] as const)("%s", (text, intent) => {
  expect(intentOf(text, true)).toEqual(intent);
});

it.each([
  ["look at the sea", "find"],
  ["describe it", "summary"],
  ["what is at 0:12?", "describe"],
  ["the second one", "select"],
  ["somebody looks at the camera", "find"],
])("is another wish: %s", (text, kind) => {
  expect(intentOf(text, true).kind).toBe(kind);
});
