import { filmFrames, placedShots } from "./film.ts";
import { FPS, HEIGHT, WIDTH } from "./shot.ts";
import type { Spoken } from "./sound/narrator.ts";

/** A question with its true answer, in seconds; `needs` names what must be installed to answer it. */
export interface TruthQuestion {
  readonly question: string;
  readonly moments: readonly (readonly [number, number])[];
  readonly needs?: "picture";
}

const seconds = (frame: number): number => Math.round((frame / FPS) * 1e6) / 1e6;
const startOf = (id: string): number => {
  const placed = placedShots.find((one) => one.shot.id === id);
  if (!placed) throw new Error(`no shot ${id}`);
  return placed.start;
};
/** A stretch of a shot, in seconds of the film; the whole shot where nothing is said. */
function of(id: string, from = 0, to?: number): readonly [number, number] {
  const placed = placedShots.find((one) => one.shot.id === id);
  const start = startOf(id);
  return [seconds(start + from * FPS), seconds(to === undefined ? (placed?.end ?? start) : start + to * FPS)];
}
/** The middle part of a camera move, where it is under way. */
function moveOf(id: string, name: string): readonly [number, number] {
  const placed = placedShots.find((one) => one.shot.id === id);
  let at = 0;
  for (const move of placed?.shot.camera.moves ?? []) {
    if (move.move === name) return of(id, at, at + move.seconds);
    at += move.seconds;
  }
  throw new Error(`${id} has no ${name}`);
}

/** Boundaries between shots as detectors are scored on them: a gradual one covers its whole transition. */
const boundaries = placedShots.slice(1).map(({ shot, start }) => {
  const { enter } = shot;
  if (enter.kind === "cut") return { frame: start, endFrame: start, kind: "cut" as const };
  const length = enter.kind === "dissolve" ? enter.frames : enter.out + enter.in;
  return { frame: start, endFrame: start + length, kind: enter.kind };
});

function questionsOf(lines: readonly Spoken[]): TruthQuestion[] {
  const said = (words: string): readonly [number, number][] =>
    lines
      .filter((line) => line.text.toLowerCase().split(/\W+/).includes(words))
      .map(({ start, end }) => [start, end] as const);
  const picture = (question: string, ...moments: (readonly [number, number])[]): TruthQuestion => ({
    question,
    moments,
    needs: "picture",
  });
  return [
    { question: "the camera pans left", moments: [moveOf("valley", "pan left")] },
    { question: "the camera pans right", moments: [moveOf("car", "pan right")] },
    { question: "the camera tilts up", moments: [moveOf("lighthouse", "tilt up")] },
    { question: "the camera tilts down", moments: [] },
    { question: "the camera zooms in", moments: [moveOf("snow", "zoom in")] },
    { question: "the camera zooms out", moments: [moveOf("sail", "zoom out")] },
    { question: "the camera shakes", moments: [of("ferry")] },
    { question: "a flash of light", moments: [of("storm", 2.25, 2.42)] },
    { question: "the picture is black", moments: [of("end", 3.9), of("valley", 0.3, 0.75), of("title", 0, 0.25)] },
    { question: "the picture stands still", moments: [of("cat", 2.2), of("end", 1.25)] },
    { question: "red fills the picture", moments: [of("wheel")] },
    { question: "silence", moments: [of("end", 1.55)] },
    { question: 'says "lighthouse"', moments: said("lighthouse") },
    { question: 'says "ferry"', moments: said("ferry") },
    { question: 'says "rain"', moments: said("rain") },
    { question: 'says "elephant"', moments: [] },
    { question: "a dissolve", moments: boundaries.filter((b) => b.kind === "dissolve").map((b) => [seconds(b.frame), seconds(b.endFrame)] as const) },
    { question: "a fade", moments: boundaries.filter((b) => b.kind === "fade").map((b) => [seconds(b.frame), seconds(b.endFrame)] as const) },
    { question: 'silence after it says "ferry"', moments: [of("end", 1.55)] },
    picture("a red car drives past trees", of("car")),
    picture("close-up of a turning wheel", of("wheel")),
    picture("sheep on a meadow", of("sheep")),
    picture("a girl in a yellow raincoat walks", of("girl")),
    picture("a dog jumps over a log", of("dog", 0.2, 3.2)),
    picture("a lighthouse by day", of("lighthouse")),
    picture("a sailing boat", of("sail")),
    picture("a cat sits on a wall", of("cat")),
    picture("rain in a street", of("rain")),
    picture("a train passes", of("train")),
    picture("snow at night", of("snow")),
    picture("a ship arrives", of("ferry")),
    picture("fireworks", of("fireworks", 0.9)),
    picture("an aeroplane lands"),
    picture("people eat at a table"),
  ]; // prettier-ignore
}

/** Everything that is true of the film, from the same plan that drew it. */
export function filmTruth(lines: readonly Spoken[]) {
  return {
    title: "Last Ferry",
    frames: filmFrames,
    frameRate: { num: FPS, den: 1 },
    width: WIDTH,
    height: HEIGHT,
    shots: placedShots.map(({ shot, start, end }) => ({
      id: shot.id,
      title: shot.title,
      startFrame: start,
      endFrame: end,
    })),
    boundaries,
    camera: placedShots.flatMap(({ shot, start }) => {
      let at = start;
      return shot.camera.moves.map(({ move, seconds: length }) => {
        const from = Math.round(at);
        at += length * FPS;
        return { shot: shot.id, move, startFrame: from, endFrame: Math.round(at) };
      });
    }),
    moments: placedShots.flatMap(({ shot, start, end }) =>
      shot.moments.map(({ text, kind, from, to }) => ({
        text,
        kind,
        startFrame: Math.round(start + (from ?? 0) * FPS),
        endFrame: Math.min(end, Math.round(to === undefined ? end : start + to * FPS)),
      })),
    ),
    words: lines.map(({ text, start, end }) => ({
      text,
      start: Math.round(start * 1000) / 1000,
      end: Math.round(end * 1000) / 1000,
    })),
    questions: questionsOf(lines),
  };
}

const clock = (time: number): string => {
  const ms = Math.round(time * 1000);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${two(Math.floor(ms / 3_600_000))}:${two(Math.floor(ms / 60_000) % 60)}:${two(Math.floor(ms / 1000) % 60)},${String(ms % 1000).padStart(3, "0")}`;
};

/** What is said, as subtitles. */
export const subtitles = (lines: readonly Spoken[]): string =>
  lines.map(({ text, start, end }, n) => `${n + 1}\n${clock(start)} --> ${clock(end)}\n${text}\n`).join("\n");
