import type { Shot } from "../shot.ts";
import { drive, wheelShot } from "./car.ts";
import { catShot } from "./cat.ts";
import { sailShot, towerShot } from "./coast.ts";
import { endShot, fireworksShot, pierShot, snowShot, trainShot } from "./evening.ts";
import { dogShot, walkShot } from "./girl.ts";
import { flock } from "./sheep.ts";
import { rainShot, stormShot } from "./storm.ts";
import { title } from "./title.ts";
import { valley } from "./valley.ts";

/** The film, in order. */
export const scenes: readonly Shot[] = [
  title,
  valley,
  flock,
  drive,
  wheelShot,
  walkShot,
  dogShot,
  towerShot,
  sailShot,
  catShot,
  rainShot,
  stormShot,
  trainShot,
  snowShot,
  pierShot,
  fireworksShot,
  endShot,
];
