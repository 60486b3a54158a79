import { Menu } from "@base-ui/react/menu";
import { Check, ChevronDown } from "lucide-react";
import { useMemo } from "react";
import { useLibrary } from "../state/library.ts";
import { keyOf, useMarks } from "../state/marks.ts";
import { useSearch } from "../state/search.ts";
import { t } from "../strings/en.ts";
import { choices, isFiltering, noFilter, type FilterChoices, type MomentFilter } from "./filter.ts";

/** Chips that narrow what is on show: by sureness, star, what speaks for a moment, tag, time of day and file. */
export function FilterBar() {
  const result = useSearch((s) => s.result);
  const filter = useSearch((s) => s.filter);
  const starred = useMarks((s) => s.starred);
  const library = useLibrary((s) => s.files);
  const there = useMemo(() => {
    const byId = new Map(library.map((f) => [f.id, f]));
    return choices(result?.moments ?? [], (id) => byId.get(id));
  }, [result, library]);
  if (!result || result.moments.length < 2) return null;
  const anyStar = filter.starred || result.moments.some((m) => starred.has(keyOf(m)));
  const set = (changes: Partial<MomentFilter>): void =>
    useSearch.setState({ filter: { ...filter, ...changes } });
  const several = <T,>(list: readonly T[]): readonly T[] => (list.length > 1 ? list : []);
  const sources = several(there.sources);
  const files = several(there.files);
  const parts = several(there.dayParts);
  const bars = several(there.bars).slice(1);
  const nothing = sources.length + files.length + bars.length + there.tags.length + parts.length === 0;
  if (nothing && !anyStar) return null;
  return (
    <div className="filters" role="group" aria-label={t.results.filter}>
      {bars.length > 0 && (
        <select
          className={`filter ${filter.least > 1 ? "on" : ""}`}
          aria-label={t.results.least}
          value={filter.least}
          onChange={(e) => set({ least: Number(e.target.value) })}
        >
          <option value={1}>{t.results.anySureness}</option>
          {bars.map((n) => (
            <option key={n} value={n}>
              {t.results.atLeast(n)}
            </option>
          ))}
        </select>
      )}
      {anyStar && (
        <Chip
          on={filter.starred}
          text={t.results.starredOnly}
          onClick={() => set({ starred: !filter.starred })}
        />
      )}
      <Choice
        all={sources}
        on={filter.sources}
        nameOf={(source) => t.sources[source]}
        onChange={(to) => set({ sources: to })}
      />
      <Choice
        all={there.tags}
        on={filter.tags}
        nameOf={(tag) => `#${tag}`}
        onChange={(to) => set({ tags: to })}
      />
      <Choice
        all={parts}
        on={filter.dayParts}
        nameOf={(part) => t.results.dayParts[part]}
        onChange={(to) => set({ dayParts: to })}
      />
      {files.length > 0 && <FileChoice all={files} on={filter.files} onChange={(to) => set({ files: to })} />}
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

interface ChoiceProps<T> {
  readonly all: readonly { readonly value: T; readonly count: number }[];
  readonly on: readonly T[];
  readonly nameOf: (value: T) => string;
  readonly onChange: (on: T[]) => void;
}

/** A chip for each value; several may be on. */
function Choice<T extends string>({ all, on, nameOf, onChange }: ChoiceProps<T>) {
  return all.map(({ value, count }) => (
    <Chip
      key={value}
      on={on.includes(value)}
      text={nameOf(value)}
      count={count}
      onClick={() => onChange(on.includes(value) ? on.filter((one) => one !== value) : [...on, value])}
    />
  ));
}

interface FileChoiceProps {
  readonly all: FilterChoices["files"];
  readonly on: MomentFilter["files"];
  readonly onChange: (on: MomentFilter["files"]) => void;
}

/** Files by name, as long as the names are; several may be chosen. */
function FileChoice({ all, on, onChange }: FileChoiceProps) {
  return (
    <Menu.Root>
      <Menu.Trigger className={`filter ${on.length > 0 ? "on" : ""}`}>
        <span>
          {on.length > 0 ? t.results.someFiles(on.length, all.length) : t.results.inFiles(all.length)}
        </span>
        <ChevronDown size={12} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="menu-place" sideOffset={4} align="end">
          <Menu.Popup className="menu">
            {all.map(({ value, name, count }) => (
              <Menu.CheckboxItem
                key={value}
                className="menu-item checked"
                checked={on.includes(value)}
                onCheckedChange={(now) => onChange(now ? [...on, value] : on.filter((one) => one !== value))}
              >
                <Menu.CheckboxItemIndicator className="menu-tick" keepMounted>
                  <Check size={13} aria-hidden />
                </Menu.CheckboxItemIndicator>
                <span className="grow">{name}</span> <small className="dim">{count}</small>
              </Menu.CheckboxItem>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

interface ChipProps {
  readonly on: boolean;
  readonly text: string;
  readonly count?: number;
  readonly onClick: () => void;
}
function Chip({ on, text, count, onClick }: ChipProps) {
  return (
    <button type="button" className="filter" aria-pressed={on} title={text} onClick={onClick}>
      <span>{text}</span>
      {count !== undefined && <small>{count}</small>}
    </button>
  );
}
