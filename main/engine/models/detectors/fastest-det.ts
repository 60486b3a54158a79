import type { FoundBox } from "./boxes.ts";
import type { Outputs } from "./picture-detector.ts";

/** The 80 things of the COCO data set, in the order of its networks. */
export const cocoThings: readonly string[] = (
  "person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,stop sign,parking meter,bench,bird,cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe,backpack,umbrella," +
  "handbag,tie,suitcase,frisbee,skis,snowboard,sports ball,kite,baseball bat,baseball glove,skateboard,surfboard,tennis racket,bottle,wine glass,cup,fork,knife,spoon,bowl,banana,apple,sandwich," +
  "orange,broccoli,carrot,hot dog,pizza,donut,cake,chair,couch,potted plant,bed,dining table,toilet,tv,laptop,mouse,remote,keyboard,cell phone,microwave,oven,toaster,sink,refrigerator,book,clock," +
  "vase,scissors,teddy bear,hair drier,toothbrush"
).split(",");

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * Reads FastestDet: one map of 85 numbers per cell: objectness, a box (middle as tanh of cells, size as sigmoid of the
 * picture), and a chance for each of 80 things. The score is objectness^0.6 times the best chance^0.4.
 */
export function readFastestDet(
  outputs: Outputs,
  names: readonly string[],
  size: { width: number; height: number },
  least: number,
  labels: readonly string[] = cocoThings,
): FoundBox[] {
  const map = outputs(names[0] ?? "");
  const cells = map.length / (5 + labels.length);
  const across = Math.round(Math.sqrt((cells * size.width) / size.height));
  const down = cells / across;
  const found: FoundBox[] = [];
  for (let i = 0; i < cells; i++) {
    const object = map[i]!;
    let best = 0;
    for (let c = 1; c < labels.length; c++)
      if (map[(5 + c) * cells + i]! > map[(5 + best) * cells + i]!) best = c;
    const score = Math.max(0, object) ** 0.6 * Math.max(0, map[(5 + best) * cells + i]!) ** 0.4;
    if (!(score >= least)) continue;
    const [dx, dy, w, h] = [
      Math.tanh(map[cells + i]!),
      Math.tanh(map[2 * cells + i]!),
      sigmoid(map[3 * cells + i]!),
      sigmoid(map[4 * cells + i]!),
    ];
    const [x, y] = [((i % across) + dx) / across, (Math.floor(i / across) + dy) / down];
    found.push({
      label: labels[best] ?? "thing",
      score,
      left: x - w / 2,
      top: y - h / 2,
      width: w,
      height: h,
    });
  }
  return found;
}
