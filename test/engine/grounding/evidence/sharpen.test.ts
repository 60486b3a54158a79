import { describe, expect, it } from "vitest";
import { sharpened } from "../../../../main/engine/grounding/evidence/sharpen.ts";
import { answerQuestion } from "../../../../main/engine/grounding/answer/answer.ts";
import { createContext } from "../../../../main/engine/context.ts";
import { scriptedFile } from "../scripted-file.ts";

/** Values four times a second over [start, start + 4): high in [from, to). */
const dense = (start: number, from: number, to: number, low = 0.2, high = 0.3) => ({
  start,
  step: 0.25,
  values: Float32Array.from({ length: 16 }, (_, i) => {
    const at = start + (i + 0.5) * 0.25;
    return at >= from && at < to ? high : low;
  }),
});

describe("ends where a denser curve rises and falls", () => {
  it("go there, each by itself", () => {
    const moment = { start: 10, end: 20 };
    expect(sharpened(moment, [dense(8, 10.75, 30), dense(18, 0, 19.5)])).toEqual({ start: 10.75, end: 19.5 });
    expect(sharpened(moment, [dense(8, 9, 30)])).toEqual({ start: 9, end: 20 });
    expect(sharpened(moment, [])).toEqual(moment);
  });

  it("stay where nothing rises, and where it falls instead", () => {
    const moment = { start: 10, end: 20 };
    expect(sharpened(moment, [dense(8, 0, 40)])).toEqual(moment);
    expect(sharpened(moment, [dense(8, 0, 10.5)])).toEqual(moment);
  });

  it("go no farther than a second and a half, nor past the middle", () => {
    expect(sharpened({ start: 10, end: 20 }, [dense(8, 11.75, 40)]).start).toBe(10);
    expect(sharpened({ start: 10, end: 11 }, [dense(8, 10.75, 40)]).start).toBe(10);
  });

  it("of two steps take the larger, of equal ones the nearer", () => {
    const curve = dense(8, 9, 40);
    curve.values.set([0.6, 0.6, 0.6, 0.6], 12);
    expect(sharpened({ start: 10, end: 20 }, [curve]).start).toBe(11);
    const twice = dense(8, 9, 9.75);
    for (let i = 12; i < 16; i++) twice.values[i] = 0.3;
    expect(sharpened({ start: 10.75, end: 20 }, [twice]).start).toBe(11);
  });

  it("are those of the answer", async () => {
    const values = Float32Array.from({ length: 60 }, (_, i) =>
      i >= 30 && i < 40 ? 0.4 : 0.1 + (i % 3) * 0.01,
    );
    const picture = {
      model: "stub@1",
      step: 1,
      curveFor: () => Promise.resolve(values),
      bank: Array.from({ length: 160 }, () => 0.2),
    };
    const ask = async (more: object) =>
      (await answerQuestion(createContext(), "a lathe", [scriptedFile({ picture: { ...picture, ...more } })]))
        .moments[0];
    expect(await ask({})).toMatchObject({ start: 30, end: 40 });
    const closer = await ask({ dense: () => Promise.resolve([dense(28, 30.5, 90), dense(38, 0, 39.25)]) });
    expect(closer?.start).toBeCloseTo(30.52, 1);
    expect(closer?.end).toBeCloseTo(39.24, 1);
  });
});
