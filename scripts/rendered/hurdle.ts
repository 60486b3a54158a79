import type { Mesh } from "three";
import { rock } from "../sample/kit/plants.ts";
import { Sculpt } from "../sample/kit/sculpt.ts";
import { paint } from "./colours.ts";
import { wall } from "./wall.ts";

/** What can be jumped over, by its name in the drawn scenes' lexicon. */
export const hurdles = ["log", "log", "log", "rock", "wall", "fence"] as const;
export type Hurdle = (typeof hurdles)[number];

/** Something about `high` metres high at the origin that lies across the way of whoever comes along x. */
export function hurdle(what: Hurdle, high: number, random: () => number): Mesh {
  const [built, long] = [new Sculpt(), high * (2.5 + random() * 4)];
  const shade = (colour: string): string => `#${paint(colour, random).getHexString()}`;
  const turn = (random() - 0.5) * 0.5;
  if (what === "wall") {
    const low = wall(high, long * 0.6, random);
    low.rotation.y = Math.PI / 2 + turn;
    return low;
  }
  if (what === "log") {
    const [thick, bark] = [high / 2, random() < 0.25 ? "grey" : "brown"];
    const along = [Math.PI / 2, 0, 0] as const;
    built
      .tube(thick * 0.9, thick, long, shade(bark), { at: [0, thick * 0.9, 0], turn: along, jitter: 0.15 }, 9)
      .tube(thick * 0.8, thick * 0.8, long + 0.04, random() < 0.5 ? "#d9b384" : "#c9a071", { at: [0, thick * 0.9, 0], turn: along }, 9); // prettier-ignore
    if (random() < 0.5)
      built.tube(thick * 0.2, thick * 0.28, thick * 2, shade(bark), { at: [thick * 0.3, thick * 2, long * 0.22], turn: [0.3, 0, 0.5] }, 6); // prettier-ignore
  } else if (what === "rock") rock(built, [0, 0, 0], high * 1.7, shade("grey"), random() * 6);
  else {
    const wood = shade(random() < 0.5 ? "brown" : "white");
    for (let post = -2; post <= 2; post += 1)
      built.box([high * 0.12, high, high * 0.12], wood, { at: [0, high / 2, (post * long) / 4.4] });
    for (const rail of [0.45, 0.85])
      built.box([high * 0.08, high * 0.14, long], wood, { at: [0, high * rail, 0] });
  }
  const mesh = built.mesh();
  mesh.rotation.y = turn;
  return mesh;
}
