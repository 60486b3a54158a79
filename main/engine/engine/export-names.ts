const pad = (n: number, digits = 2): string => String(n).padStart(digits, "0");

/** 1h02m03.450s as a part of a file name: no character that a system refuses. */
function timeInName(seconds: number): string {
  const ms = Math.round(Math.max(0, seconds) * 1000);
  const [h, m, s] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1000) % 60];
  return `${pad(h)}.${pad(m)}.${pad(s)}.${pad(ms % 1000, 3)}`;
}

/** Names that Windows keeps for devices. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
/** Bytes of a name that every file system takes, with room for a number and an ending. */
const mostBytes = 180;

/** A file name, without its ending, that every system takes: nothing of it can lead elsewhere. */
export function clipName(name: string, times?: { readonly start: number; readonly end: number }): string {
  const tail = times ? ` ${timeInName(times.start)}-${timeInName(times.end)}` : "";
  let plain = name
    .replaceAll(/[\p{Cc}\p{Cf}<>:"/\\|?*%]/gu, "_")
    .replace(/^[\s.-]+/, "")
    .replace(/[\s.]+$/, "");
  while (Buffer.byteLength(plain + tail) > mostBytes) plain = plain.replace(/.$/su, "");
  return `${plain === "" || devices.test(plain) ? `clip ${plain}`.trim() : plain}${tail}`;
}

/** The name with its ending, numbered when it was given before. */
export function nameTaken(taken: Set<string>, name: string, ending: string): string {
  for (let n = 1; ; n++) {
    const full = n === 1 ? `${name}${ending}` : `${name} (${n})${ending}`;
    if (taken.has(full.toLowerCase())) continue;
    taken.add(full.toLowerCase());
    return full;
  }
}
