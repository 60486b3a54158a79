import { useState } from "react";
import type { MediaSummary, StreamInfo, VideoInfo } from "../../contract/media.ts";
import { call } from "../connection/engine.ts";
import { Modal } from "../parts/modal.tsx";
import { act, useLibrary } from "../state/library.ts";
import { t } from "../strings/en.ts";
import { bytes, duration } from "../time/format.ts";
import { ChecksumRow } from "./checksum-row.tsx";

/** What a file holds, which of its sounds is listened to, and its checksum. */
export function FactsDialog() {
  const file = useLibrary((s) => s.files.find((f) => f.id === s.selected));
  return (
    <Modal
      overlay="facts"
      title={t.facts.title(file?.name ?? "")}
      className="facts"
      when={file?.probe !== undefined}
    >
      {file && <Body key={file.id} file={file} />}
    </Modal>
  );
}

function Body({ file }: { readonly file: MediaSummary }) {
  const { probe } = file;
  if (!probe) return null;
  const { video } = probe;
  const sounds = probe.streams.filter((s) => s.kind === "audio");
  const rows: (readonly [string, string] | false | undefined)[] = [
    [t.facts.length, duration(file.duration)],
    [t.facts.size, bytes(probe.size)],
    [t.facts.container, probe.container],
    video && [t.facts.picture, pictureOf(video)],
    video && [t.facts.frames, framesOf(video)],
    video?.timecode !== undefined && [t.facts.timecode, video.timecode],
    file.decoder !== undefined && [
      t.facts.decoder,
      file.decoder === "software" ? t.facts.software : file.decoder,
    ],
  ];
  return (
    <div className="facts-body">
      <dl>
        {rows.map(
          (row) =>
            row && (
              <div key={row[0]}>
                <dt>{row[0]}</dt>
                <dd>{row[1]}</dd>
              </div>
            ),
        )}
        <ChecksumRow id={file.id} />
      </dl>
      <h3>{t.facts.streams}</h3>
      <ol start={0} className="streams">
        {probe.streams.map((stream) => (
          <li key={stream.index} value={stream.index}>
            {streamLine(stream)}
          </li>
        ))}
      </ol>
      {sounds.length > 1 && <SoundChoice file={file} sounds={sounds} />}
    </div>
  );
}

/** Which sound the index listens to: the chosen one, else the film's main one. */
function SoundChoice({
  file,
  sounds,
}: {
  readonly file: MediaSummary;
  readonly sounds: readonly StreamInfo[];
}) {
  // Shown at once; the engine answers a moment later.
  const [chosen, setChosen] = useState<number>();
  const heard = chosen ?? file.sound ?? file.probe?.audioStream;
  return (
    <fieldset className="sounds">
      <legend>{t.facts.heard}</legend>
      {sounds.map((stream) => (
        <label key={stream.index} className="check">
          <input
            type="radio"
            name="sound"
            checked={stream.index === heard}
            onChange={() => {
              setChosen(stream.index);
              act(() => call("media.setSound", { id: file.id, stream: stream.index }));
            }}
          />{" "}
          {streamLine(stream)}
        </label>
      ))}
      <small className="dim">{t.facts.heardHint}</small>
    </fieldset>
  );
}

const streamLine = (s: StreamInfo): string =>
  [
    `${s.index}`,
    s.kind,
    s.codec,
    s.profile,
    s.width !== undefined && `${s.width} × ${s.height ?? 0}`,
    s.pixelFormat,
    s.channels !== undefined && t.player.channels(s.channels),
    s.sampleRate !== undefined && `${s.sampleRate} Hz`,
    s.language !== "und" && s.language,
    s.title,
  ]
    .filter(Boolean)
    .join(", ");

const pictureOf = (video: VideoInfo): string =>
  [
    `${video.width} × ${video.height}`,
    video.codec,
    video.rotation !== 0 && t.facts.notes.turned(video.rotation),
    video.mirrored && t.facts.notes.mirrored,
    video.interlaced && t.facts.notes.interlaced,
    video.sampleAspectRatio.num !== video.sampleAspectRatio.den &&
      t.facts.notes.pixels(video.sampleAspectRatio.num, video.sampleAspectRatio.den),
  ]
    .filter(Boolean)
    .join(", ");

function framesOf({ frames, frameRate, variable }: VideoInfo): string {
  const rate = (frameRate.num / frameRate.den).toFixed(3).replace(/\.?0+$/, "");
  return t.facts.spaced(frames.toLocaleString("en"), rate, variable);
}
