import type { VideoInfo } from "../../../../contract/media.ts";
import type { Context } from "../../context.ts";
import type { ModelPictures } from "../../media/decode-video.ts";
import type { PictureSink } from "../../media/frames.ts";
import type { FoundText, TextFinder } from "../../models/text/text-finder.ts";
import type { TextReader } from "../../models/text/text-reader.ts";
import { createCaptionTracker, type Caption } from "./caption-tracker.ts";
import { cuesOf, settledText } from "./captions.ts";
import { blocks, findText, type TextArea } from "./find-text.ts";
import { grayOf } from "./gray.ts";
import { letterPieces, plainText } from "./prepare-text.ts";
import { encodeScreen, type ScreenCue } from "./screen-blob.ts";

/** Raised whenever the text found in the same pictures changes for reasons of this room. */
const version = 1;
/** Pictures a second that are looked at, and their greatest width. */
const rate = 2;
const widest = 960;
/** Areas of one picture that are followed, the likeliest. */
const mostAreas = 10;
/** Sights at which an area is read, as long as it was not read well. */
const readAt: readonly number[] = [2, 4, 8];
/** Read as well as this by two readings that agree, or by one as well as that, it is not read again. */
const wellRead = { agreed: 0.9, alone: 0.955 } as const;

/** Pieces of the size of letters that an area must have to be read. */
const leastPieces = 3;

/** What stored text depends on. */
export const screenKey = ({ reader, finder }: ScreenModels): string =>
  [
    ...(finder ? [`${finder.id}@${finder.revision}`] : []),
    `${reader.id}@${reader.revision}`,
    `v${version}`,
    rate,
  ].join("/");

/** What reads text, and where one is installed, what finds it better than the strokes alone. */
export interface ScreenModels {
  readonly reader: TextReader;
  readonly finder?: TextFinder | undefined;
}

/** The stage "screen" for one file: pictures of the one decode in, cues out. */
export interface ScreenStage {
  readonly pictures: ModelPictures & { readonly sink: PictureSink };
  /** Ends the work. `cuts` are times in seconds at which shots begin. */
  finish(cuts: readonly number[]): { readonly bytes: Uint8Array; readonly cues: ScreenCue[] };
}

/**
 * Reads text on screen. Areas that look like text are followed from picture to picture; each is read once it was seen twice,
 * which is once per shot for what stays, and again only where it was read badly. Pictures without such areas cost nothing but
 * the look at them. With a finder, its network says where text is. Errors of the sink: those of the reader, cancelled.
 */
export function screenStage(
  ctx: Context,
  { reader, finder }: ScreenModels,
  file: { readonly video: Pick<VideoInfo, "width" | "height">; readonly duration: number },
): ScreenStage {
  const size = pictureSize(file.video);
  const tracker = createCaptionTracker();
  let pictures = 0;
  let reads = 0;
  const read = async (caption: Caption): Promise<void> => {
    caption.tries++;
    const layout = caption.area.height > 1.7 * caption.area.line ? "block" : "line";
    const { area, cut } = caption;
    // Bright letters are those that were never dark, dark ones those that were never bright.
    const bright = letterPieces(cut.darkest, area.line, true);
    const dark = letterPieces(cut.brightest, area.line, false);
    const ways = [bright, dark]
      .filter((way) => way.pieces >= leastPieces)
      .sort((a, b) => b.pieces - a.pieces);
    // Boards, fences and leaves have edges like text, but fall into no letters.
    if (ways.length === 0) return;
    for (const picture of [plainText(cut.now, area.line), ...ways.map((way) => way.picture)]) {
      reads++;
      const reading = await reader.read(ctx, picture, layout);
      if (reading.text === "") continue;
      caption.readings = [...caption.readings, reading];
      if (isWellRead(caption)) return;
    }
  };
  return {
    pictures: {
      ...size,
      framesPerSecond: rate,
      filter: "bilinear",
      sink: {
        push: async ({ data, width, height, index, time }) => {
          const picture = grayOf(data, width, height);
          // A network takes its time: every other picture is enough, as the ones before are looked at too.
          const areas = !finder
            ? findText(picture)
            : pictures % 2 === 0
              ? foundAreas(await finder.find(ctx, { data, width, height }), size)
              : [];
          const held = tracker.push(picture, areas.slice(0, mostAreas), { frame: index, time });
          pictures++;
          for (const caption of held)
            // At the second sight, then ever more seldom.
            if (caption.seen >= (readAt[caption.tries] ?? Infinity) && !isWellRead(caption))
              await read(caption);
        },
      },
    },
    finish: (cuts) => {
      const cues = cuesOf(tracker.finish(), size, 1 / rate, cuts, file.duration);
      const { id, revision, title } = reader;
      return { bytes: encodeScreen({ reader: { id, revision, title }, cues, pictures, reads }), cues };
    },
  };
}

/** Lines of a finder as areas of whole pixels; neighbours are joined as those of the strokes are. */
const foundAreas = (
  lines: readonly FoundText[],
  { width, height }: ReturnType<typeof pictureSize>,
): TextArea[] =>
  blocks(
    lines.flatMap((line): TextArea[] => {
      const [left, top] = [Math.floor(line.left), Math.floor(line.top)];
      const [right, bottom] = [
        Math.min(width, Math.ceil(line.left + line.width)),
        Math.min(height, Math.ceil(line.top + line.height)),
      ];
      // Its boxes are wider than the letters.
      const high = Math.max(4, Math.round((bottom - top) * 0.8));
      return right - left < 8 || bottom - top < 6
        ? []
        : [{ left, top, width: right - left, height: bottom - top, likely: line.score, line: high }];
    }),
  ).sort((a, b) => b.likely - a.likely);

function isWellRead({ readings }: Caption): boolean {
  const text = settledText(readings);
  if (!text) return false;
  const agreeing = readings.filter((other) => other.text === text.text).length;
  return text.confidence >= (agreeing > 1 ? wellRead.agreed : wellRead.alone);
}

/** At most 960 wide, even, of the film's own shape. */
function pictureSize({ width, height }: Pick<VideoInfo, "width" | "height">): {
  width: number;
  height: number;
} {
  const scale = Math.min(1, widest / width, widest / height);
  const even = (n: number): number => Math.max(16, Math.round(n / 2) * 2);
  return { width: even(width * scale), height: even(height * scale) };
}
