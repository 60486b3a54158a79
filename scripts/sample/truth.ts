import { filmFrames, placedShots } from "./film.ts";
import { FPS, HEIGHT, WIDTH } from "./shot.ts";
import type { Spoken } from "./sound/narrator.ts";
import { questionsOf } from "./truth-questions.ts";
import type { FilmTruth } from "./truth-schema.ts";

/** Boundaries between shots as detectors are scored on them: a gradual one covers its whole transition. */
const boundaries = placedShots.slice(1).map(({ shot, start }) => {
  const { enter } = shot;
  if (enter.kind === "cut") return { frame: start, endFrame: start, kind: "cut" as const };
  const length = enter.kind === "dissolve" ? enter.frames : enter.out + enter.black + enter.in;
  return { frame: start, endFrame: start + length, kind: enter.kind };
});

/** Everything that is true of the film, from the same plan that drew it. */
export function filmTruth(lines: readonly Spoken[]): FilmTruth {
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
