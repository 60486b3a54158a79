import { useCallback, useEffect, useState } from "react";
import { call } from "../connection/engine.ts";
import { act } from "../state/library.ts";
import { notify } from "../state/notices.ts";
import { t } from "../strings/en.ts";
import { bytes } from "../time/format.ts";

/** Room that the library takes, and what of it can be given back. */
export function StorageSection() {
  const [parts, setParts] = useState<readonly { name: string; bytes: number }[]>();
  const load = useCallback(() => act(async () => setParts((await call("storage.usage", {})).parts)), []);
  useEffect(load, [load]);
  const all = parts?.reduce((sum, part) => sum + part.bytes, 0) ?? 0;
  const copies = parts?.find((p) => p.name === "copies")?.bytes ?? 0;
  return (
    <section>
      <h3>{t.settings.storage}</h3>
      <ul className="storage" aria-busy={!parts}>
        {parts
          ?.filter((part) => part.bytes > 0)
          .sort((a, b) => b.bytes - a.bytes)
          .map((part) => (
            <li key={part.name}>
              <span>{t.settings.parts[part.name] ?? part.name}</span>
              <span className="storage-bar" aria-hidden>
                <i style={{ width: `${Math.max(1, (part.bytes / Math.max(1, all)) * 100)}%` }} />
              </span>
              <span className="storage-size">{bytes(part.bytes)}</span>
            </li>
          ))}
        <li className="storage-all">
          <span>{t.settings.together}</span>
          <span className="storage-bar" aria-hidden />
          <span className="storage-size">{bytes(all)}</span>
        </li>
      </ul>
      <p className="dim">{t.settings.copiesHint}</p>
      <button
        type="button"
        className="button small"
        disabled={copies === 0}
        onClick={() =>
          act(async () => {
            const { bytes: freed } = await call("storage.clearCopies", {});
            notify("info", t.settings.cleared(bytes(freed)));
            load();
          })
        }
      >
        {t.settings.clearCopies}
      </button>
    </section>
  );
}
