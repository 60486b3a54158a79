import { decodeEntities } from "./entities.ts";
import { tidy } from "./markup.ts";
import type { RawCue, RawSubtitles } from "./types.ts";

/** How the clock of this document runs: the `ttp:` parameters of its root. */
interface Clock {
  readonly frameRate: number;
  readonly subFrames: number;
  readonly tickRate: number;
}

/** A TTML time expression in seconds: `HH:MM:SS.fff`, `HH:MM:SS:FF`, or a count with a unit (h, m, s, ms, f, t). */
function readTime(text: string | undefined, clock: Clock): number | undefined {
  if (text === undefined) return undefined;
  const full = /^(\d{2,}):(\d{2}):(\d{2})(?:(\.\d{1,12})|:(\d{2,})(?:\.(\d{1,9}))?)?$/.exec(text.trim());
  if (full) {
    const whole = Number(full[1]) * 3600 + Number(full[2]) * 60 + Number(full[3]);
    const frames = Number(full[5] ?? 0) + Number(full[6] ?? 0) / clock.subFrames;
    return whole + Number(full[4] ?? 0) + frames / clock.frameRate;
  }
  const offset = /^(\d{1,15}(?:\.\d{1,12})?)(h|ms|m|s|f|t)$/.exec(text.trim());
  if (!offset) return undefined;
  const unit = { h: 3600, m: 60, s: 1, ms: 0.001, f: 1 / clock.frameRate, t: 1 / clock.tickRate };
  return Number(offset[1]) * unit[offset[2] as keyof typeof unit];
}

/** Attributes of a start tag, without their name space prefix. */
function attributes(tag: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const match of tag.matchAll(/([A-Za-z][\w.-]*:)?([A-Za-z][\w.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    found.set(match[2] ?? "", decodeEntities(match[3] ?? match[4] ?? ""));
  return found;
}

interface Open {
  readonly name: string;
  /** Absolute times that children count from and end with. */
  readonly begin: number;
  readonly end: number | undefined;
  readonly timed: boolean;
}

/**
 * Reads plain text cues of TTML (DFXP, iTT, EBU-TT): each `<p>`, or each timed `<span>` in one, with times inherited
 * from body, div and p. A tolerant tag scanner, not an XML parser: external entities and document types are never
 * looked at. Images, layout and styles are left out.
 */
export function parseTtml(text: string): RawSubtitles {
  const cues: RawCue[] = [];
  const warnings: string[] = [];
  let clock: Clock = { frameRate: 30, subFrames: 1, tickRate: 1 };
  let language: string | undefined;
  const stack: Open[] = [];
  const words: { depth: number; text: string }[] = [];
  const source = text
    .replace(/<!--[\s\S]*?(?:-->|$)/g, "")
    .replace(/<!DOCTYPE[^>[]*(?:\[[\s\S]*?\])?[^>]*>/gi, "");
  const close = () => {
    const open = stack.pop();
    const own = words.at(-1)?.depth === stack.length + 1 ? words.pop() : undefined;
    if (!open || !own) return;
    const shown = tidy(own.text.replace(/[ \t]*\n[ \t]*/g, " ").replaceAll("\u2028", "\n"));
    if (shown === "") return;
    if (open.timed || open.end !== undefined || open.begin > 0)
      cues.push({ start: open.begin, end: open.end, raw: own.text, text: shown });
    else warnings.push(`"${shown.slice(0, 40)}" has no time, it is left out`);
  };
  for (const match of source.matchAll(
    /<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z][\w.:-]*)([^<>]*?)(\/?)>|([^<]+)|</g,
  )) {
    const [, cdata, slash, fullName, rest, empty, chars] = match;
    const target = words.at(-1);
    if (fullName === undefined) {
      if (target) target.text += cdata ?? decodeEntities(chars ?? "");
      continue;
    }
    const name = fullName.replace(/^.*:/, "").toLowerCase();
    if (slash === "/") {
      // Close what was left open inside too.
      const at = stack.findLastIndex((open) => open.name === name);
      if (at >= 0) for (let n = stack.length - at; n > 0; n--) close();
      continue;
    }
    if (name === "br" && target) target.text += "\u2028";
    const has = attributes(rest ?? "");
    if (name === "tt") {
      clock = clockOf(has);
      language = has.get("lang") || undefined;
    }
    if (empty === "/") continue;
    const parent = stack.at(-1);
    const base = parent?.begin ?? 0;
    const own = readTime(has.get("begin"), clock);
    const end = readTime(has.get("end"), clock);
    const duration = readTime(has.get("dur"), clock);
    const begin = base + (own ?? 0);
    const ends = [
      ...(end === undefined ? [] : [base + end]),
      ...(duration === undefined ? [] : [begin + duration]),
      ...(parent?.end === undefined ? [] : [parent.end]),
    ];
    const timed = own !== undefined || end !== undefined || duration !== undefined;
    stack.push({
      name,
      begin,
      end: ends.length > 0 ? Math.min(...ends) : undefined,
      timed: timed || (parent?.timed ?? false),
    });
    if (name === "p" || (name === "span" && timed)) words.push({ depth: stack.length, text: "" });
    if (stack.length > 200)
      return { cues, warnings: [...warnings, "nested too deeply, the rest is left out"] };
  }
  while (stack.length > 0) close();
  return { cues, warnings, ...(language === undefined ? {} : { language }) };
}

function clockOf(root: ReadonlyMap<string, string>): Clock {
  const number = (name: string, fallback: number) => {
    const value = Number(root.get(name) ?? Number.NaN);
    return Number.isFinite(value) && value > 0 ? value : fallback;
  };
  const multiplier = /^(\d{1,9})[ :](\d{1,9})$/.exec((root.get("frameRateMultiplier") ?? "").trim());
  const scale = multiplier && Number(multiplier[2]) > 0 ? Number(multiplier[1]) / Number(multiplier[2]) : 1;
  const frameRate = number("frameRate", 30) * (scale || 1);
  const subFrames = number("subFrameRate", 1);
  return {
    frameRate,
    subFrames,
    tickRate: number("tickRate", root.has("frameRate") ? frameRate * subFrames : 1),
  };
}
