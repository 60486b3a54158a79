import type { Cue, StreamInfo } from "../../contract/media.ts";

/** One sound of a film to choose. */
export interface SoundTrack {
  readonly stream: number;
  readonly language: string | undefined;
  readonly title: string | undefined;
  readonly channels: number | undefined;
}

/** The sounds of a film, in the order of its streams. */
export const soundTracks = (streams: readonly StreamInfo[]): SoundTrack[] =>
  streams
    .filter((s) => s.kind === "audio")
    .map(({ index, language, title, channels }) => ({
      stream: index,
      language: language === "und" ? undefined : language,
      title,
      channels,
    }));

/** One set of subtitles to choose: those of a file or stream in one language, or what was heard. */
export interface SubtitleTrack {
  readonly key: string;
  readonly source: "subtitle" | "speech";
  readonly language: string | undefined;
}

export const subtitleKey = ({ source, language }: Pick<Cue, "source" | "language">): string =>
  `${source} ${language ?? ""}`;

/** What subtitles there are, in the order in which they first speak; text seen in the picture is in the picture already. */
export function subtitleTracks(cues: readonly Cue[]): SubtitleTrack[] {
  const found = new Map<string, SubtitleTrack>();
  for (const cue of cues) {
    const { source, language } = cue;
    const key = subtitleKey(cue);
    if (source !== "screen" && !found.has(key)) found.set(key, { key, source, language });
  }
  return [...found.values()];
}

/**
 * The track that is shown: the chosen one; on "auto" written ones before heard ones, in one of the person's languages (best
 * first) where there is one; none on "off". A choice that this film does not have counts as "auto".
 */
export function shownTrack(
  tracks: readonly SubtitleTrack[],
  wanted: string,
  languages: readonly string[],
): SubtitleTrack | undefined {
  if (wanted === "off") return undefined;
  const chosen = tracks.find((track) => track.key === wanted);
  if (chosen) return chosen;
  const written = tracks.filter((track) => track.source === "subtitle");
  const among = written.length > 0 ? written : tracks;
  for (const own of languages) {
    const mine = among.find((track) => track.language !== undefined && sameLanguage(track.language, own));
    if (mine) return mine;
  }
  return among[0];
}

/** "eng", "en" and "en-GB" are one language; three letters are told by the name that they and two letters share. */
function sameLanguage(a: string, b: string): boolean {
  const plain = (tag: string): string => {
    try {
      return new Intl.Locale(tag).language;
    } catch {
      return tag.toLowerCase();
    }
  };
  return plain(a) === plain(b);
}

/** "English" for "en" or "eng"; the code itself where nobody knows it. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
