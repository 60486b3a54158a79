import { useMemo } from "react";
import { useSearch } from "../state/search.ts";
import { t } from "../strings/en.ts";
import { choices, isFiltering, noFilter, type MomentFilter } from "./filter.ts";

/** Chips that narrow what is on show: by what speaks for a moment, by file, starred only, sure only. */
export function FilterBar() {
  const result = useSearch((s) => s.result);
  const filter = useSearch((s) => s.filter);
  const anyStar = useSearch((s) => s.starred.size > 0);
  const there = useMemo(() => choices(result?.moments ?? []), [result]);
  if (!result || result.moments.length < 2) return null;
  const set = (changes: Partial<MomentFilter>): void =>
    useSearch.setState({ filter: { ...filter, ...changes } });
  const toggled = <T,>(list: readonly T[], one: T): T[] =>
    list.includes(one) ? list.filter((x) => x !== one) : [...list, one];
  const mixed =
    result.moments.some((m) => m.verdict === "found") && result.moments.some((m) => m.verdict !== "found");
  const sources = there.sources.length > 1 ? there.sources : [];
  const files = there.files.length > 1 ? there.files.slice(0, 8) : [];
  if (!mixed && !anyStar && sources.length === 0 && files.length === 0) return null;
  return (
    <div className="filters" role="group" aria-label={t.results.filter}>
      {mixed && (
        <Chip on={filter.sure} text={t.results.sureOnly} onClick={() => set({ sure: !filter.sure })} />
      )}
      {anyStar && (
        <Chip
          on={filter.starred}
          text={t.results.starredOnly}
          onClick={() => set({ starred: !filter.starred })}
        />
      )}
      {sources.map((source) => (
        <Chip
          key={source}
          on={filter.sources.includes(source)}
          text={t.sources[source]}
          onClick={() => set({ sources: toggled(filter.sources, source) })}
        />
      ))}
      {files.map(({ id, name, count }) => (
        <Chip
          key={id}
          on={filter.files.includes(id)}
          text={`${name} ${count}`}
          onClick={() => set({ files: toggled(filter.files, id) })}
        />
      ))}
      {isFiltering(filter) && (
        <button
          type="button"
          className="filter clear"
          onClick={() => useSearch.setState({ filter: noFilter })}
        >
          {t.results.clearFilter}
        </button>
      )}
    </div>
  );
}

function Chip({
  on,
  text,
  onClick,
}: {
  readonly on: boolean;
  readonly text: string;
  readonly onClick: () => void;
}) {
  return (
    <button type="button" className="filter" aria-pressed={on} onClick={onClick}>
      {text}
    </button>
  );
}
