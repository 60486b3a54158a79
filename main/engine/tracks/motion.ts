/** A box in shares of the picture. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Deviation of a measured edge, and of the acceleration in a second, both in heights of the box. */
const measured = 0.06;
const pushed = 0.8;
/** What is known of the speed of a new thing, in heights a second. */
const firstSpeed = 1.5;

/** One coordinate with its speed, and how well both are known (variances and covariance). */
interface Coordinate {
  place: number;
  speed: number;
  pp: number;
  ps: number;
  ss: number;
}

/**
 * Where a box will be: a Kalman filter with constant velocity for the middle, the width and the height, each by itself
 * (Kalman 1960; the noise grows with the box, as in SORT and ByteTrack). Times in seconds.
 */
export interface BoxMotion {
  /** The box expected at a time; the filter is not changed. */
  at(time: number): Box;
  /** Takes in where the box was seen. Times must not fall. */
  see(time: number, box: Box): void;
}

export function boxMotion(time: number, box: Box): BoxMotion {
  const first = coordinatesOf(box);
  let scale = Math.max(box.width, box.height);
  let now = time;
  const state = first.map((place): Coordinate => ({
    place,
    speed: 0,
    pp: (measured * scale) ** 2,
    ps: 0,
    ss: (firstSpeed * scale) ** 2,
  }));
  return {
    at: (later) => {
      const [x, y, width, height] = state.map((c) => c.place + c.speed * (later - now)) as Four;
      // A box that shrinks does not turn inside out.
      return boxOf([x, y, Math.max(width, box.width * 0.05), Math.max(height, box.height * 0.05)]);
    },
    see: (later, seen) => {
      const dt = Math.max(0, later - now);
      const noise = (measured * scale) ** 2;
      const push = (pushed * scale) ** 2;
      coordinatesOf(seen).forEach((value, i) => {
        const c = state[i]!;
        c.place += c.speed * dt;
        c.pp += 2 * dt * c.ps + dt * dt * c.ss + (push * dt ** 4) / 4;
        c.ps += dt * c.ss + (push * dt ** 3) / 2;
        c.ss += push * dt * dt;
        const off = value - c.place;
        const gain = c.pp / (c.pp + noise);
        const turn = c.ps / (c.pp + noise);
        c.place += gain * off;
        c.speed += turn * off;
        c.ss -= turn * c.ps;
        c.ps -= gain * c.ps;
        c.pp -= gain * c.pp;
      });
      now = later;
      scale = Math.max(seen.width, seen.height);
    },
  };
}

type Four = [number, number, number, number];

const coordinatesOf = ({ left, top, width, height }: Box): Four => [
  left + width / 2,
  top + height / 2,
  width,
  height,
];
const boxOf = ([x, y, width, height]: Four): Box => ({
  left: x - width / 2,
  top: y - height / 2,
  width,
  height,
});
