import { useCallback, useEffect, useState } from "react";
import { call } from "../connection/engine.ts";
import { act } from "../state/library.ts";
import { notify } from "../state/notices.ts";
import { t } from "../strings/en.ts";
import { bytes } from "../time/format.ts";

/** Room that the library takes, and what of it can be given back. */
export function StorageSection() {
  const [parts, setParts] = useState<readonly { name: string; bytes: number }[]>([]);
  const load = useCallback(() => act(async () => setParts((await call("storage.usage", {})).parts)), []);
  useEffect(load, [load]);
  const copies = parts.find((p) => p.name === "copies")?.bytes ?? 0;
  return (
    <section>
      <h3>{t.settings.storage}</h3>
      <ul className="checks storage">
        {parts
          .filter((part) => part.bytes > 0)
          .map((part) => (
            <li key={part.name}>
              <span className="grow">{t.settings.parts[part.name] ?? part.name}</span> {bytes(part.bytes)}
            </li>
          ))}
      </ul>
      {copies > 0 && (
        <button
          type="button"
          className="button small"
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
      )}
    </section>
  );
}
