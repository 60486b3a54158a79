import { Menu } from "@base-ui/react/menu";
import { Captions, CaptionsOff, Check } from "lucide-react";
import { useMemo } from "react";
import type { MediaSummary } from "../../contract/media.ts";
import { useDetail } from "../state/detail.ts";
import { usePlayer } from "../state/player.ts";
import { t } from "../strings/en.ts";
import { languageName, shownTrack, soundTracks, subtitleTracks, type SoundTrack } from "./tracks.ts";

const nameOf = (track: SoundTrack, n: number): string =>
  [
    track.title ?? (track.language ? languageName(track.language) : t.player.soundName(n + 1)),
    track.title && track.language ? languageName(track.language) : undefined,
    track.channels === undefined ? undefined : t.player.channels(track.channels),
  ]
    .filter((part) => part !== undefined)
    .join(", ");

/** Which of a film's sounds is heard and which of its subtitles are shown. */
export function TracksMenu({ file }: { readonly file: MediaSummary | undefined }) {
  const wanted = usePlayer((s) => s.subtitles);
  const audio = usePlayer((s) => s.audio);
  const cues = useDetail((s) => s.cues);
  const written = useMemo(() => subtitleTracks(cues), [cues]);
  const sounds = useMemo(() => soundTracks(file?.probe?.streams ?? []), [file?.probe?.streams]);
  const shown = shownTrack(written, wanted, navigator.languages);
  const heard = audio ?? file?.probe?.audioStream;
  const choice = sounds.length > 1 || written.length > 0;
  const Icon = shown ? Captions : CaptionsOff;
  return (
    <Menu.Root>
      <Menu.Trigger
        className={`icon-button normal ${shown ? "accent" : "plain"}`}
        aria-label={t.player.tracks}
        title={t.player.tracks}
        disabled={!choice}
      >
        <Icon size={16} strokeWidth={1.8} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="menu-place" sideOffset={6} align="end">
          <Menu.Popup className="menu">
            {sounds.length > 1 && (
              <Menu.RadioGroup
                value={heard}
                onValueChange={(stream: number) =>
                  usePlayer.setState({ audio: stream === file?.probe?.audioStream ? undefined : stream })
                }
              >
                <Menu.GroupLabel className="menu-title">{t.player.sound}</Menu.GroupLabel>
                {sounds.map((track, n) => (
                  <Choice key={track.stream} value={track.stream} name={nameOf(track, n)} />
                ))}
              </Menu.RadioGroup>
            )}
            {written.length > 0 && (
              <Menu.RadioGroup
                value={shown?.key ?? "off"}
                onValueChange={(subtitles: string) => usePlayer.setState({ subtitles })}
              >
                <Menu.GroupLabel className="menu-title">{t.player.subtitles}</Menu.GroupLabel>
                <Choice value="off" name={t.player.subtitlesOff} />
                {written.map(({ key, source, language }) => {
                  const name = language === undefined ? "" : languageName(language);
                  return (
                    <Choice
                      key={key}
                      value={key}
                      name={source === "speech" ? t.player.speech(name) : name || t.player.subtitlesAll}
                    />
                  );
                })}
              </Menu.RadioGroup>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

const Choice = ({ value, name }: { readonly value: string | number; readonly name: string }) => (
  <Menu.RadioItem className="menu-item checked" value={value}>
    <Menu.RadioItemIndicator className="menu-tick" keepMounted>
      <Check size={13} aria-hidden />
    </Menu.RadioItemIndicator>
    {name}
  </Menu.RadioItem>
);
