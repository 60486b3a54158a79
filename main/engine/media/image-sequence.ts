import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Still pictures that come numbered out of cameras, scanners and renderers. */
const images = /\.(png|jpe?g|tiff?|bmp|dpx|exr|tga|webp|jp2|ppm|pgm)$/i;

export const isImage = (path: string): boolean => images.test(path);

/** Pictures a second of a sequence: nothing in it tells. */
export const sequenceRate = 25;

interface Numbered {
  readonly before: string;
  readonly digits: string;
  readonly ending: string;
}

function numberedName(name: string): Numbered | undefined {
  const [, before = "", digits, ending = ""] = /^(.*?)(\d{1,9})(\.[^.\d]+)$/s.exec(name) ?? [];
  return digits === undefined || !isImage(name) ? undefined : { before, digits, ending };
}

const nameOf = ({ before, digits, ending }: Numbered, number: number): string =>
  `${before}${String(number).padStart(digits.length, "0")}${ending}`;

/** Names that the picture before this one may have: 9 comes before 10 as well as 09. */
function namesBefore(name: Numbered): string[] {
  const number = Number(name.digits) - 1;
  return number < 0 ? [] : [nameOf(name, number), `${name.before}${number}${name.ending}`];
}

/**
 * ffmpeg's arguments to open a still picture: a sequence, where it is the first of several whose names differ by a number that
 * counts up; else the picture alone, whatever its name looks like. Undefined for what is no picture.
 */
export function imageInput(path: string): string[] | undefined {
  if (!isImage(path)) return undefined;
  const start = ["-f", "image2", "-framerate", String(sequenceRate), "-pattern_type"];
  const name = numberedName(basename(path));
  const first = name && Number(name.digits);
  const isThere = (one: string): boolean => existsSync(join(dirname(path), one));
  if (
    name === undefined ||
    first === undefined ||
    !isThere(nameOf(name, first + 1)) ||
    namesBefore(name).some(isThere)
  )
    return [...start, "none", "-i", `file:${path}`];
  const own = (text: string): string => text.replaceAll("%", "%%");
  const folder = path.slice(0, path.length - basename(path).length);
  const pattern = `${own(folder + name.before)}%0${name.digits.length}d${own(name.ending)}`;
  return [...start, "sequence", "-start_number", String(first), "-i", `file:${pattern}`];
}

/** The files of the sequence that begins with `path`, in order; the path alone where it begins none. */
export async function sequenceFiles(path: string): Promise<string[]> {
  const name = numberedName(basename(path));
  if (!name || imageInput(path)?.includes("sequence") !== true) return [path];
  const there = new Set(await readdir(dirname(path)).catch(() => [] as string[]));
  const files: string[] = [];
  for (let number = Number(name.digits); there.has(nameOf(name, number)); number++)
    files.push(join(dirname(path), nameOf(name, number)));
  return files.length > 0 ? files : [path];
}

/** Fewer pictures in a row than this are photos, not a film. */
const leastInFolder = 25;

/** Of a folder's names: the first picture of each sequence that is long enough to be a film. */
export function firstOfSequences(names: readonly string[]): string[] {
  const there = new Set(names);
  return names.filter((one) => {
    const name = numberedName(one);
    if (!name) return false;
    const first = Number(name.digits);
    if (namesBefore(name).some((before) => there.has(before))) return false;
    for (let n = 1; n < leastInFolder; n++) if (!there.has(nameOf(name, first + n))) return false;
    return true;
  });
}
