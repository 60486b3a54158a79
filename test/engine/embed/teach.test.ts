import * as fc from "fast-check";
import { expect, it } from "vitest";
import { question, random } from "../../../bench/search/clusters.ts";
import { teach, usualPicture, vectorsBetween } from "../../../main/engine/embed/teach.ts";
import { restored } from "../../../main/engine/embed/vectors.ts";
import { twoRates, vectorsOf, width, world } from "../search/made.ts";

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const query = question(world, 3);
const vectors = vectorsOf(1, 200);
const rate = vectors.rates[0]!;
const at = (row: number): Float32Array => restored(rate, width, row);
const usual = usualPicture(vectors);
const scoreOf = ({ vector, offset }: ReturnType<typeof teach>, row: number): number =>
  dot(vector, at(row)) + offset;

it("without lessons, or with lessons that it knows, a question stays as it is", () => {
  expect(teach(query, [], usual)).toEqual({ vector: query, offset: 0 });
  const known = teach(query, [{ vector: at(5), target: dot(query, at(5)) }], usual);
  for (let i = 0; i < width; i++) expect(known.vector[i]).toBeCloseTo(query[i]!, 5);
});

it("lessons bring their pictures towards their targets, and what looks like them with them", () => {
  const taught = teach(
    query,
    [
      { vector: at(20), target: 0.5 },
      { vector: at(120), target: -0.3 },
    ],
    usual,
  );
  expect(scoreOf(taught, 20)).toBeGreaterThan(0.4);
  expect(scoreOf(taught, 120)).toBeLessThan(-0.2);
  const changes = Array.from({ length: 200 }, (_, row) => ({
    row,
    up: scoreOf(taught, row) - dot(query, at(row)),
    like: dot(at(row), at(20)) - dot(at(row), at(120)),
  }));
  // The nearer to the starred and the farther from the rejected, the more it rises.
  const order = changes.toSorted((a, b) => b.like - a.like);
  const mean = (part: typeof changes): number => part.reduce((sum, { up }) => sum + up, 0) / part.length;
  expect(mean(order.slice(0, 20))).toBeGreaterThan(mean(order.slice(90, 110)) + 0.03);
  expect(mean(order.slice(-20))).toBeLessThan(mean(order.slice(90, 110)) - 0.03);
  // On the whole the film scores as before.
  expect(Math.abs(mean(changes))).toBeLessThan(0.1);
});

it("is never thrown by lessons that say the same, or the opposite, many times", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(199), fc.boolean()), { maxLength: 40 }), fc.nat(), (list, seed) => {
      const { next } = random(seed);
      const lessons = list.map(([row, star]) => ({ vector: at(row), target: star ? next() : -next() }));
      const { vector, offset } = teach(query, lessons, usual);
      expect(vector.every(Number.isFinite) && Number.isFinite(offset)).toBe(true);
      expect(Math.hypot(...vector)).toBeLessThan(60);
    }),
    { numRuns: 50 },
  );
});

it("takes pictures evenly from a stretch of a film, inside of it", () => {
  const two = twoRates(1);
  const rows = vectorsBetween(two, 10, 20, 4);
  expect(rows).toHaveLength(4);
  expect(rows[0]).toEqual(restored(two.rates[0]!, width, 11));
  expect(vectorsBetween(two, 5, 5.2, 4)).toHaveLength(1);
  expect(vectorsBetween(two, 1000, 2000, 4)).toEqual([restored(two.rates[0]!, width, 39)]);
  expect(vectorsBetween({ ...two, rates: [] }, 0, 1, 4)).toEqual([]);
});
