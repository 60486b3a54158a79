import { useLibrary, selectFile } from "../state/library.ts";
import { find, useSearch } from "../state/search.ts";
import { t } from "../strings/en.ts";

/**
 * Which file was asked, when another one is on screen: what was found there stays, says where it is, and the same question is one
 * press away for the file on screen.
 */
export function ScopeNote() {
  const asked = useSearch((s) => (s.asked.length === 1 ? s.asked[0] : undefined));
  const question = useSearch((s) => (s.alike ? undefined : s.question));
  const there = useLibrary((s) => s.files.find((f) => f.id === asked));
  const here = useLibrary((s) => s.files.find((f) => f.id === s.selected));
  if (!there || !here || there.id === here.id) return null;
  return (
    <div className="scope-note" role="status">
      <p>{t.results.askedThere(there.name)}</p>
      {question !== undefined && question !== "" && (
        <button type="button" className="button small" onClick={() => void askHere(question)}>
          {t.results.askHere}
        </button>
      )}
      <button type="button" className="button small" onClick={() => selectFile(there.id)}>
        {t.results.goThere}
      </button>
    </div>
  );
}

function askHere(question: string): Promise<void> {
  useSearch.setState({ scope: "file" });
  return find(question);
}
