/** What a page may load and talk to beside its own files. */
export interface PageSources {
  /** Where films and pictures come from. */
  readonly media?: string;
  /** Where it may connect to. */
  readonly connect: string;
}

/**
 * The content security policy of the window, wherever it is shown. Deny by default: the page runs our own scripts and styles and shows our own pictures and films.
 * `style-src-attr` alone allows inline values: panels, menus and the timeline set sizes and places on elements.
 */
export function pageRules({ media, connect }: PageSources): string {
  const shown = media === undefined ? "blob:" : `${media} blob:`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    `img-src 'self' ${shown} data:`,
    `media-src 'self' ${shown}`,
    "font-src 'self'",
    `connect-src 'self' ${connect}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
