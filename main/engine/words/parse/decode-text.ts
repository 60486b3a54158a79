/** Text of a subtitle file, and the encoding it was taken for. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: string;
  readonly warning?: string;
}

/**
 * Decodes a subtitle file of unknown encoding.
 *
 * Order: byte order marks; UTF-16 without one (by where the zero bytes stand); strict UTF-8; damaged UTF-8 (few bad
 * bytes among good sequences); Shift-JIS, EUC-KR, GB18030 where the bytes are valid and read as that script;
 * Windows-1251 where letters above 127 come in runs as Cyrillic words do; else Windows-1252. `utf8` forces UTF-8,
 * as WebVTT demands. Line ends become \n, NUL becomes U+FFFD.
 */
export function decodeText(bytes: Uint8Array, utf8 = false): DecodedText {
  const { text, encoding, warning } = pick(bytes, utf8);
  const clean = text
    .replace(/^\uFEFF/, "")
    .replaceAll("\r\n", "\n")
    .replaceAll("\r", "\n")
    .replaceAll("\0", "\uFFFD");
  return { text: clean, encoding, ...(warning === undefined ? {} : { warning }) };
}

function pick(bytes: Uint8Array, utf8: boolean): DecodedText {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return loose(bytes.subarray(3), "utf-8");
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return loose(bytes.subarray(2), "utf-16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return loose(bytes.subarray(2), "utf-16be");
  const wide = utf16(bytes);
  if (wide) return loose(bytes, wide);
  const strictText = strict(bytes, "utf-8");
  if (strictText !== undefined) return { text: strictText, encoding: "utf-8" };
  if (utf8 || mostlyUtf8(bytes)) {
    const warning = "some bytes are not valid UTF-8; they are shown as \uFFFD";
    return { ...loose(bytes, "utf-8"), warning };
  }
  const encoding = legacy(bytes);
  return {
    ...loose(bytes, encoding),
    warning: `not UTF-8: read as ${encoding}, which is a guess`,
  };
}

const loose = (bytes: Uint8Array, encoding: string): DecodedText => ({
  text: new TextDecoder(encoding).decode(bytes),
  encoding,
});

function strict(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Latin text in UTF-16 has its zero bytes all in one place: the odd ones (little-endian) or the even ones. */
function utf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const length = Math.min(bytes.length & ~1, 4096);
  if (length < 8) return undefined;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  const pairs = length / 2;
  if (odd > pairs * 0.3 && even < pairs * 0.02) return "utf-16le";
  if (even > pairs * 0.3 && odd < pairs * 0.02) return "utf-16be";
  return undefined;
}

/** True where well-formed multi-byte sequences far outnumber stray high bytes. */
function mostlyUtf8(bytes: Uint8Array): boolean {
  let good = 0;
  let bad = 0;
  for (let i = 0; i < bytes.length; i++) {
    const b = bytes[i] ?? 0;
    if (b < 0x80) continue;
    const follow = b >= 0xf0 && b < 0xf5 ? 3 : b >= 0xe0 ? 2 : b >= 0xc2 ? 1 : 0;
    let ok = follow > 0 && b < 0xf5;
    for (let k = 1; ok && k <= follow; k++) ok = ((bytes[i + k] ?? 0) & 0xc0) === 0x80;
    if (ok) {
      good++;
      i += follow;
    } else bad++;
  }
  return good > 0 && bad * 10 <= good;
}

/** Encodings of East Asia: the share of characters above 127 that must be of the named script to believe it. */
const eastAsian = [
  { encoding: "shift_jis", script: /[\u3040-\u30ff]/g, least: 0.25 },
  { encoding: "euc-kr", script: /[\uac00-\ud7a3]/g, least: 0.8 },
  { encoding: "euc-jp", script: /[\u3040-\u30ff]/g, least: 0.25 },
  { encoding: "gb18030", script: /[\u4e00-\u9fa5，。？！、：；“”]/g, least: 0.9 },
] as const;

function legacy(bytes: Uint8Array): string {
  const part = bytes.subarray(0, 256 * 1024);
  // A cut in the middle of a two-byte character must not spoil the test.
  const sample = part.length < bytes.length ? part.subarray(0, part.lastIndexOf(0x0a) + 1) : part;
  const runs = highRuns(sample);
  // In Western text letters above 127 stand alone; the multi-byte encodings put at least two together.
  if (runs.mean >= 1.7)
    for (const { encoding, script, least } of eastAsian) {
      const text = strict(sample, encoding);
      if (text === undefined) continue;
      const high = text.match(/[^\0-\x7f]/g)?.length ?? 0;
      if (high > 0 && (text.match(script)?.length ?? 0) >= high * least) return encoding;
    }
  return runs.mean >= 2.2 && runs.cyrillic > 0.9 ? "windows-1251" : "windows-1252";
}

/** Mean length of runs of bytes above 127, and the share of those bytes that are letters in Windows-1251. */
function highRuns(bytes: Uint8Array): { mean: number; cyrillic: number } {
  let runs = 0;
  let total = 0;
  let letters = 0;
  let inside = false;
  for (const b of bytes) {
    const high = b >= 0x80;
    if (high) {
      total++;
      if (b >= 0xc0 || b === 0xa8 || b === 0xb8) letters++;
      if (!inside) runs++;
    }
    inside = high;
  }
  return { mean: runs === 0 ? 0 : total / runs, cyrillic: total === 0 ? 0 : letters / total };
}
