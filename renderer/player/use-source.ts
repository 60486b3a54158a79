import { useEffect, useState } from "react";
import type { MediaSummary } from "../../contract/media.ts";
import { errorBody, isCancelled } from "../../contract/errors.ts";
import { call } from "../connection/engine.ts";
import { notify } from "../state/notices.ts";
import { usePlayer } from "../state/player.ts";

/**
 * Where the picture comes from: the file itself or a playable copy (by its address below the file's), or stills while there is
 * neither. `making`: how far a copy is that will take over, 0 to 1.
 */
export interface Source {
  readonly address: string | undefined;
  readonly making: number | undefined;
}

/** Pictures that fit into the container of a copy as they are. */
const copied = new Set(["h264", "hevc", "av1", "vp9"]);

/**
 * Falls back from the file to stills, and on to a playable copy as soon as that is made; another sound comes with a copy as well,
 * since browser engines play a file's first sound only. What is on screen stays until the next can take over.
 */
export function useSource(file: MediaSummary): { source: Source; onUnplayable: () => void } {
  const audio = usePlayer((s) => s.audio);
  const [plays, setPlays] = useState(true);
  const [address, setAddress] = useState<string | undefined>("file");
  const [making, setMaking] = useState<number>();
  const { id } = file;
  // A copy holds the frames of the table: there is none before that is known.
  const listed = file.stages.frames === "done";
  const codec = file.probe?.video?.codec ?? "";
  const picture = audio === undefined ? undefined : plays && copied.has(codec) ? "copy" : "encode";
  useEffect(() => {
    if (plays && audio === undefined) {
      setAddress("file");
      setMaking(undefined);
      return;
    }
    const query = audio === undefined ? "" : `?audio=${audio}&picture=${picture}`;
    const abort = new AbortController();
    setMaking(0);
    if (!listed) return;
    call(
      "media.proxy",
      { id, ...(audio === undefined || picture === undefined ? {} : { audio, picture }) },
      {
        signal: abort.signal,
        onProgress: ({ done, total }) => setMaking(total ? done / total : 0),
      },
    ).then(
      () => {
        setAddress(`proxy${query}`);
        setMaking(undefined);
      },
      (error: unknown) => {
        setMaking(undefined);
        if (isCancelled(error) || abort.signal.aborted) return;
        // Stills say for themselves that there is no copy; a sound that does not come must be told.
        if (audio === undefined) return;
        notify("error", errorBody(error));
        usePlayer.setState({ audio: undefined });
      },
    );
    return () => abort.abort();
  }, [id, plays, audio, picture, listed]);
  return {
    source: { address, making },
    onUnplayable: () => {
      setAddress(undefined);
      setPlays(false);
    },
  };
}
