/** What a Range header asks of `size` bytes: a half-open range, the whole ("none"), or "unsatisfiable" (RFC 9110, 14). */
export function byteRange(
  header: string | null,
  size: number,
): { start: number; end: number } | "none" | "unsatisfiable" {
  // Several ranges at once may be answered with the whole; no player asks for them.
  const match = header === null ? null : /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match) return "none";
  const [, first = "", last = ""] = match;
  if (first === "" && last === "") return "none";
  if (first === "") {
    const length = Math.min(size, Number(last));
    return length === 0 ? "unsatisfiable" : { start: size - length, end: size };
  }
  const start = Number(first);
  if (start >= size) return "unsatisfiable";
  const end = last === "" ? size : Math.min(size, Number(last) + 1);
  return end <= start ? "none" : { start, end };
}
