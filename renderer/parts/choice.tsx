interface Props<T extends string> {
  readonly label: string;
  /** Said below the label. */
  readonly hint?: string;
  readonly value: T;
  readonly names: Readonly<Record<T, string>>;
  /** Those of the names that can be chosen, in this order; all unless said. */
  readonly only?: readonly T[];
  readonly onChange: (value: T) => void;
}

/** One of several, by name. */
export function Choice<T extends string>({ label, hint, value, names, only, onChange }: Props<T>) {
  const options = only ?? (Object.keys(names) as T[]);
  return (
    <label className="choice">
      <span>
        {label}
        {hint && <small>{hint}</small>}
      </span>
      <select
        className="select"
        aria-label={label}
        value={value}
        onChange={(e) => {
          const to = options.find((o) => o === e.target.value);
          if (to) onChange(to);
        }}
      >
        {options.map((o) => (
          <option key={o} value={o}>
            {names[o]}
          </option>
        ))}
      </select>
    </label>
  );
}
