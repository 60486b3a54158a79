import { deflateRawSync } from "node:zlib";

/** How much smaller a text becomes when it is packed: text that goes round in circles packs too well. */
export const packing = (text: string): number => {
  const bytes = Buffer.from(text);
  return bytes.length === 0 ? 1 : bytes.length / deflateRawSync(bytes).length;
};

/** Above this a text is taken for a loop; Whisper's own limit. */
export const packsTooWell = 2.4;

/** The shortest run of words, up to 8, that follows itself often enough to be a loop: 4 times and 8 words at least. */
export function loopOf(
  words: readonly string[],
): { readonly at: number; readonly length: number; readonly times: number } | undefined {
  const plain = words.map((word) => word.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ""));
  for (let length = 1; length <= 8; length++)
    for (let at = 0; at + length * 4 <= plain.length; at++) {
      let times = 1;
      const same = (k: number): boolean =>
        plain[at + k] === plain[at + times * length + k] && plain[at + k] !== "";
      while (at + (times + 1) * length <= plain.length && Array.from({ length }, (_, k) => k).every(same))
        times++;
      if (times >= 4 && times * length >= 8) return { at, length, times };
    }
  return undefined;
}

/** Whether a text repeats itself as speech does not. */
export const goesInCircles = (text: string): boolean =>
  (text.length > 80 && packing(text) > packsTooWell) || loopOf(text.trim().split(/\s+/)) !== undefined;
