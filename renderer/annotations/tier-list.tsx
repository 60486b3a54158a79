import { Eye, EyeOff, Lock, LockOpen, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { tierColours, type Tier } from "../../contract/annotations.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { addTier, putTier, removeTier } from "../state/tiers.ts";
import { useNotes } from "../state/annotations.ts";
import { t } from "../strings/en.ts";

/** The tiers: which one new annotations go to, their names and colours, lock and hide. */
export function TierList() {
  const tiers = useNotes((s) => s.tiers);
  return (
    <div className="tiers" role="group" aria-label={t.notes.tiers}>
      {tiers.map((tier) => (
        <TierRow key={tier.id} tier={tier} only={tiers.length === 1} />
      ))}
      <button type="button" className="button small tier-add" onClick={addTier}>
        <Plus size={13} aria-hidden /> {t.notes.addTier}
      </button>
    </div>
  );
}

/** The field that has just come, with its text chosen. */
const focusOnce = (input: HTMLInputElement | null): void => {
  if (input && document.activeElement !== input) input.select();
};

function TierRow({ tier, only }: { readonly tier: Tier; readonly only: boolean }) {
  const active = useNotes((s) => s.active === tier.id);
  const count = useNotes((s) => s.list.filter((a) => a.tierId === tier.id).length);
  const [name, setName] = useState<string>();
  const change = (what: Partial<Tier>): void => putTier({ ...tier, ...what }, t.notes.edits.tier);
  const rename = (): void => {
    if (name !== undefined && name.trim() !== "" && name.trim() !== tier.name) change({ name: name.trim() });
    setName(undefined);
  };
  return (
    <div className={`tier ${active ? "active" : ""} ${tier.hidden ? "hidden-tier" : ""}`}>
      <button
        type="button"
        className="tier-colour"
        style={{ background: `var(--tier-${tier.colour})` }}
        aria-label={`${t.notes.edits.tier}: ${tier.name}`}
        title={t.notes.edits.tier}
        onClick={() => change({ colour: (tier.colour + 1) % tierColours })}
      />
      {name === undefined ? (
        <button
          type="button"
          className="tier-name"
          aria-pressed={active}
          title={t.notes.active(tier.name)}
          onClick={() => useNotes.setState({ active: tier.id })}
          onDoubleClick={() => setName(tier.name)}
          onKeyDown={(e) => {
            if (e.key === "F2") setName(tier.name);
          }}
        >
          {tier.name} <small>{count}</small>
        </button>
      ) : (
        <input
          className="input small tier-name"
          ref={focusOnce}
          maxLength={100}
          aria-label={t.notes.rename}
          value={name}
          onChange={(e) => setName(e.target.value)}
          onBlur={rename}
          onKeyDown={(e) => {
            if (e.key === "Enter") rename();
            if (e.key === "Escape") setName(undefined);
          }}
        />
      )}
      <IconButton
        icon={tier.hidden ? EyeOff : Eye}
        size="small"
        label={tier.hidden ? t.notes.show : t.notes.hide}
        onClick={() => change({ hidden: !tier.hidden })}
      />
      <IconButton
        icon={tier.locked ? Lock : LockOpen}
        size="small"
        label={tier.locked ? t.notes.unlock : t.notes.lock}
        pressed={tier.locked}
        onClick={() => change({ locked: !tier.locked })}
      />
      <IconButton
        icon={Trash2}
        size="small"
        label={t.notes.removeTier}
        disabled={only || tier.locked}
        onClick={() => removeTier(tier.id)}
      />
    </div>
  );
}
