import type { MoveName } from "./camera.ts";
import { layersAt, placedShots } from "./film.ts";
import type { PlacedShot } from "./film.ts";
import { stops } from "./scenes/cat.ts";
import { blackFrom, firstBurst, goesFrom, silentFrom } from "./scenes/evening.ts";
import { flashLength, strike } from "./scenes/storm.ts";
import { FPS } from "./shot.ts";
import type { Spoken } from "./sound/narrator.ts";
import type { FilmTruth } from "./truth-schema.ts";

type Question = FilmTruth["questions"][number];
type Stretch = [number, number];

const round = (time: number): number => Math.round(time * 1e6) / 1e6;
const seconds = (frame: number): number => round(frame / FPS);

function shotOf(id: string): PlacedShot {
  const placed = placedShots.find((one) => one.shot.id === id);
  if (!placed) throw new Error(`no shot ${id}`);
  return placed;
}

/** A stretch of a shot, in seconds of the film; the whole shot where nothing is said. */
function of(id: string, from = 0, to?: number): Stretch {
  const { start, end } = shotOf(id);
  return [seconds(start + from * FPS), seconds(to === undefined ? end : start + to * FPS)];
}

/** Every stretch of the film with a camera move. */
function moves(name: MoveName): Stretch[] {
  return placedShots.flatMap(({ shot }) => {
    let at = 0;
    return shot.camera.moves.flatMap(({ move, seconds: length }): Stretch[] => {
      at += length;
      return move === name ? [of(shot.id, at - length, at)] : [];
    });
  });
}

/** The halves of the fades between shots: to black or from it. */
function fades(half: "out" | "in"): Stretch[] {
  return placedShots.flatMap(({ shot: { enter }, start }): Stretch[] => {
    if (enter.kind !== "fade") return [];
    const from = half === "out" ? start : start + enter.out + enter.black;
    return [[seconds(from), seconds(from + enter[half])]];
  });
}

/** Stretches that nothing of any shot, or next to nothing, is seen in. */
function unlit(): Stretch[] {
  const out: Stretch[] = [];
  for (const { start, end, shot } of placedShots) {
    if (shot.enter.kind !== "fade") continue;
    for (let frame = start; frame < end; frame += 1) {
      if (layersAt(frame).some(({ weight }) => weight > 0.1)) continue;
      const last = out.at(-1);
      if (last && last[1] === seconds(frame)) last[1] = seconds(frame + 1);
      else out.push([seconds(frame), seconds(frame + 1)]);
    }
  }
  return out;
}

function dissolves(): Stretch[] {
  return placedShots.flatMap(({ shot: { enter }, start }): Stretch[] =>
    enter.kind === "dissolve" ? [[seconds(start), seconds(start + enter.frames)]] : [],
  );
}

/** First second of the end card on which it has faded in whole. */
function endCard(): number {
  const { enter } = shotOf("end").shot;
  return enter.kind === "fade" ? (enter.out + enter.black + enter.in) / FPS : 0;
}

const shared = (a: readonly Stretch[], b: readonly Stretch[]): Stretch[] =>
  a.flatMap(([from, to]) =>
    b.map(([start, end]): Stretch => [Math.max(from, start), Math.min(to, end)]).filter(([x, y]) => y > x),
  );

/** Questions with their true answers, from the plan that drew the film and the times of what is said. */
export function questionsOf(lines: readonly Spoken[]): Question[] {
  const said = (word: string): Stretch[] =>
    lines
      .filter((line) => line.text.toLowerCase().split(/\W+/).includes(word))
      .map(({ start, end }): Stretch => [round(start), round(end)]);
  const plain = (question: string, ...moments: Stretch[]): Question => ({ question, moments });
  const picture = (question: string, ...moments: Stretch[]): Question => ({
    question,
    moments,
    needs: "picture",
  });
  const silence = of("end", silentFrom);
  const black = of("end", blackFrom);
  return [
    plain("dark then a flash", of("storm", 0, strike + flashLength)),
    plain("a flash of light", of("storm", strike, strike + flashLength)),
    plain("the camera pans left", ...moves("pan left")),
    plain("the camera pans right", ...moves("pan right")),
    plain("the camera tilts up", ...moves("tilt up")),
    plain("the camera tilts down", ...moves("tilt down")),
    plain("the camera zooms in", ...moves("zoom in")),
    plain("the camera zooms out", ...moves("zoom out")),
    plain("the camera shakes", ...moves("handheld")),
    plain('the camera pans left while it says "valley"', ...shared(moves("pan left"), said("valley"))),
    plain("red fills the picture", of("wheel")),
    plain("the picture stands still", of("cat", stops), of("end", endCard(), goesFrom), black),
    plain("the picture is black", ...unlit(), black),
    plain("fade to black", ...fades("out"), of("end", goesFrom, blackFrom)),
    plain("the picture fades in", ...fades("in")),
    plain("a dissolve", ...dissolves()),
    plain("silence", silence),
    plain('silence after it says "ferry"', silence),
    plain('says "lighthouse"', ...said("lighthouse")),
    plain('says "ferry"', ...said("ferry")),
    plain('says "rain"', ...said("rain")),
    plain('says "red car"', ...said("car")),
    plain('says "elephant"', ...said("elephant")),
    picture("a red car drives past trees", of("car")),
    picture("close-up of a turning wheel", of("wheel")),
    picture("sheep on a meadow", of("sheep")),
    picture("a girl in a yellow raincoat walks", of("girl")),
    picture("a dog jumps over a log", of("dog")),
    picture("a lighthouse by day", of("lighthouse")),
    picture("a lighthouse at night", of("title"), of("storm")),
    picture("a sailing boat", of("sail")),
    picture("a cat sits on a wall", of("cat")),
    picture("rain in a street", of("rain")),
    picture("a train passes", of("train")),
    picture("snow at night", of("snow")),
    picture("a ship arrives", of("ferry")),
    picture("fireworks", of("fireworks", firstBurst)),
    picture("an aeroplane lands"),
    picture("people eat at a table"),
  ];
}
