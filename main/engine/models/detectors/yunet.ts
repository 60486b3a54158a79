import type { FoundBox } from "./boxes.ts";
import type { Outputs } from "./picture-detector.ts";

/**
 * Reads YuNet: at strides 8, 16 and 32 each cell gives a class and an objectness chance (the score is the root of their
 * product) and a box: its middle as an offset in cells, its size as a logarithm of cells.
 */
export function readYuNet(
  outputs: Outputs,
  _: readonly string[],
  { width, height }: { width: number; height: number },
  least: number,
): FoundBox[] {
  const found: FoundBox[] = [];
  for (const stride of [8, 16, 32]) {
    const [classes, objects, boxes] = [
      outputs(`cls_${stride}`),
      outputs(`obj_${stride}`),
      outputs(`bbox_${stride}`),
    ];
    const across = Math.floor(width / stride);
    for (let i = 0; i < classes.length; i++) {
      const score = Math.sqrt(clamp(classes[i]!) * clamp(objects[i]!));
      if (score < least) continue;
      const [dx, dy, dw, dh] = boxes.subarray(i * 4, i * 4 + 4) as unknown as [
        number,
        number,
        number,
        number,
      ];
      const [w, h] = [Math.exp(dw) * stride, Math.exp(dh) * stride];
      const [x, y] = [((i % across) + dx) * stride, (Math.floor(i / across) + dy) * stride];
      found.push({
        label: "face",
        score,
        left: (x - w / 2) / width,
        top: (y - h / 2) / height,
        width: w / width,
        height: h / height,
      });
    }
  }
  return found;
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
