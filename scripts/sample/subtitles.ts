export function subtitles(_x: never[], _y: unknown): string {
  return "";
}
