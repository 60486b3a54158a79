import { Minus, X, type LucideIcon } from "lucide-react";
import type { Chip } from "../../contract/moments.ts";
import { find, useSearch } from "../state/search.ts";
import { t } from "../strings/en.ts";
import { leavingOut, withoutPart } from "./without-part.ts";

/** How the question was understood, part by part; a part that nothing here can check is never dropped in silence. */
export function Chips() {
  const chips = useSearch((s) => s.result?.chips);
  if (!chips || chips.length === 0) return null;
  return (
    <ul className="chips">
      {chips.map((chip, i) => (
        <ChipView key={`${i} ${chip.text}`} chip={chip} />
      ))}
    </ul>
  );
}

/** Parts that say what is to be seen or heard; an order or a time cannot be left out of what is shown. */
const excludable: ReadonlySet<Chip["kind"]> = new Set([
  "picture",
  "words",
  "signal",
  "camera",
  "colour",
  "sound",
]);

function ChipView({ chip }: { readonly chip: Chip }) {
  const question = useSearch((s) => s.question);
  const rest = withoutPart(question, chip.text);
  const excluding =
    rest === undefined || !chip.usable || !excludable.has(chip.kind)
      ? undefined
      : leavingOut(question, chip.text);
  const told = chip.usable ? chip.meaning : `${t.search.notUsable}: ${chip.meaning}`;
  return (
    <li className={`chip kind-${chip.kind} ${chip.usable ? "" : "unusable"}`} title={told}>
      <span className="chip-text">{chip.text}</span>
      {chip.meaning.toLowerCase() !== chip.text.toLowerCase() && (
        <span className="chip-meaning">{chip.meaning}</span>
      )}
      <AskInstead icon={Minus} label={t.search.exclude(chip.text)} question={excluding} />
      <AskInstead icon={X} label={t.search.without(chip.text)} question={rest} />
    </li>
  );
}

interface AskInsteadProps {
  readonly icon: LucideIcon;
  readonly label: string;
  /** Undefined: it cannot be asked so. */
  readonly question: string | undefined;
}

/** Asks the question in another way. */
function AskInstead({ icon: Icon, label, question }: AskInsteadProps) {
  if (question === undefined) return null;
  return (
    <button
      type="button"
      className="chip-off"
      aria-label={label}
      title={label}
      onClick={() => void find(question)}
    >
      <Icon size={11} aria-hidden />
    </button>
  );
}
