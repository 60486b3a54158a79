import { join, normalize, sep } from "node:path";

/** The built file behind an app:// address; undefined when the address leaves the window's folder. */
export function pageFile(folder: string, address: string): string | undefined {
  let name: string;
  try {
    const url = new URL(address);
    if (url.host !== "window") return undefined;
    name = decodeURIComponent(url.pathname);
  } catch {
    return undefined;
  }
  if (name.includes("\0")) return undefined;
  const path = normalize(join(folder, name === "/" ? "index.html" : name));
  return path.startsWith(folder + sep) ? path : undefined;
}
