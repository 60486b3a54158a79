import { expect, test } from "vitest";
import { newestSeek } from "../../renderer/player/newest-seek.ts";

/** An element as browsers have it: `seeking` ends before its event is heard. */
function fakeElement() {
  const sent: number[] = [];
  let at = 0;
  return {
    sent,
    seeking: false,
    get currentTime() {
      return at;
    },
    set currentTime(seconds: number) {
      at = seconds;
      sent.push(seconds);
      this.seeking = true;
    },
  };
}

test("while a seek is under way the newest wish waits, and goes when it has ended", () => {
  const [element, seeks] = [fakeElement(), newestSeek()];
  for (const to of [1, 2, 3]) seeks.send(element, to);
  expect(element.sent).toEqual([1]);
  element.seeking = false;
  expect(seeks.ended(element)).toBe(true);
  expect(element.sent).toEqual([1, 3]);
  element.seeking = false;
  expect(seeks.ended(element)).toBe(false);
});

test("a wish that waited does not overtake one that came between the end of a seek and its event", () => {
  const [element, seeks] = [fakeElement(), newestSeek()];
  seeks.send(element, 30);
  seeks.send(element, 9);
  element.seeking = false;
  seeks.send(element, 8);
  expect(seeks.ended(element)).toBe(false);
  expect(element.sent).toEqual([30, 8]);
});

test("what is forgotten is not gone to, and where the element stands already it is left alone", () => {
  const [element, seeks] = [fakeElement(), newestSeek()];
  seeks.send(element, 4);
  seeks.send(element, 5);
  seeks.forget();
  element.seeking = false;
  expect(seeks.ended(element)).toBe(false);
  seeks.send(element, 4);
  expect(element.sent).toEqual([4]);
});
