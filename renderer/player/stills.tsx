import { useEffect, useRef, useState } from "react";
import type { MediaSummary } from "../../contract/media.ts";
import { useDetail } from "../state/detail.ts";
import { handOn, onFrameShown, provideControls, usePlayer } from "../state/player.ts";
import { bulk } from "../state/settings.ts";
import { useYielding } from "./use-playback.ts";

/** Shows a film that this browser cannot play as exact stills: stepping, seeking and slow playing work all the same. */
export function Stills({ file }: { readonly file: MediaSummary }) {
  const [wanted, setWanted] = useState(() => usePlayer.getState().frame);
  const latest = useRef(wanted);
  const playing = usePlayer((s) => s.playing);
  const frames = useDetail((s) => s.frames);
  useYielding(playing);

  useEffect(() => {
    // Before the frames are known no time can be gone to: who asks for one waits.
    if (frames.count === 0) return;
    const show = (frame: number): void => {
      latest.current = frame;
      setWanted(frame);
    };
    provideControls(
      {
        seek: (seconds) => show(frames.at(seconds)),
        target: () => latest.current,
        play: () => usePlayer.setState({ playing: true }),
        pause: () => usePlayer.setState({ playing: false }),
        setRate: (rate) => usePlayer.setState({ rate }),
        setVolume: (volume, muted) => usePlayer.setState({ volume, muted }),
      },
      file.id,
    );
    return () => {
      provideControls(undefined, undefined);
      // Asked for, and not shown yet: a copy that takes over begins there.
      if (latest.current !== usePlayer.getState().frame) handOn(file.id, frames.middle(latest.current));
    };
  }, [file.id, frames]);

  // Time goes on while a still is fetched: the next one is that of now, so speed is kept and frames are left out.
  const began = useRef({ at: 0, from: 0 });
  useEffect(() => {
    if (playing) began.current = { at: performance.now(), from: usePlayer.getState().time };
  }, [playing]);
  const onLoad = (): void => {
    onFrameShown(wanted, frames.time(wanted));
    const { playing: still, rate } = usePlayer.getState();
    if (!still || frames.count === 0) return;
    const due = began.current.from + ((performance.now() - began.current.at) / 1000) * rate;
    const next = Math.min(frames.count - 1, Math.max(0, frames.at(due)));
    if (next === frames.count - 1 || (rate < 0 && next === 0)) usePlayer.setState({ playing: false });
    const go = next === wanted ? Math.min(frames.count - 1, wanted + 1) : next;
    latest.current = go;
    setWanted(go);
  };
  useEffect(() => {
    // Playing begins from a still that has loaded long ago.
    if (playing) setWanted((w) => Math.min(Math.max(0, frames.count - 1), w + 1));
  }, [playing, frames.count]);

  if (frames.count === 0) return null;
  return (
    <img
      className="picture"
      src={bulk(`media/${file.id}/frame/${wanted}.png`)}
      alt=""
      onLoad={onLoad}
      draggable={false}
    />
  );
}
