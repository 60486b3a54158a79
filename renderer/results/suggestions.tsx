import { find, useSearch } from "../state/search.ts";
import { useLibrary } from "../state/library.ts";
import { useSession } from "../state/settings.ts";
import { t } from "../strings/en.ts";

/** Questions to try: the sample's own beside the sample. */
export function Suggestions() {
  const hello = useSession((s) => s.hello);
  const selected = useLibrary((s) => s.selected);
  const question = useSearch((s) => s.result?.question);
  const sample = hello?.sample?.mediaId === selected ? hello?.sample : undefined;
  return (
    <ul className="suggestions" aria-label={t.search.tryThese}>
      {(sample?.questions ?? t.search.examples)
        .filter((one) => one !== question)
        .map((one) => (
          <li key={one}>
            <button type="button" className="suggestion" onClick={() => void find(one)}>
              {one}
            </button>
          </li>
        ))}
    </ul>
  );
}
