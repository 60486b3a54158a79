import { useEffect, useRef, useState } from "react";
import type { MediaId } from "../../contract/ids.ts";
import type { Checksum } from "../../contract/media.ts";
import { call } from "../connection/engine.ts";
import { act } from "../state/library.ts";
import { t } from "../strings/en.ts";

const when = (at: number): string => new Date(at).toLocaleString();

/** The checksum of a whole file, made when somebody asks for it; closing the dialog stops it. */
export function ChecksumRow({ id }: { readonly id: MediaId }) {
  const [made, setMade] = useState<Checksum>();
  const [share, setShare] = useState<number>();
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);
  const compute = (): void => {
    setShare(0);
    act(async () => {
      try {
        setMade(
          await call(
            "media.checksum",
            { id },
            {
              signal: stop.current.signal,
              onProgress: ({ done, total }) => setShare(total ? done / total : 0),
            },
          ),
        );
      } finally {
        setShare(undefined);
      }
    });
  };
  return (
    <div>
      <dt>{t.facts.checksum}</dt>
      <dd aria-live="polite">
        {made && <code className="checksum">{made.sha256}</code>}
        {made?.before && (
          <small className={made.before.sha256 === made.sha256 ? "dim" : "warning"}>
            {made.before.sha256 === made.sha256
              ? t.facts.same(when(made.before.at))
              : t.facts.differs(when(made.before.at))}
          </small>
        )}
        {share !== undefined && <small className="dim">{t.facts.hashing(Math.round(share * 100))}</small>}
        {share === undefined && (
          <button type="button" className="button small" onClick={compute}>
            {t.facts.makeChecksum}
          </button>
        )}
      </dd>
    </div>
  );
}
