import type { Tier } from "../../contract/annotations.ts";
import { TierId } from "../../contract/ids.ts";
import { t } from "../strings/en.ts";
import { useNotes } from "./annotations.ts";
import { edit, inTurn } from "./note-edits.ts";

export const putTier = (tier: Tier, title: string): void =>
  inTurn(() => edit(title, [{ do: "putTier", tier }]));
export const removeTier = (id: TierId): void =>
  inTurn(() => edit(t.notes.edits.removeTier, [{ do: "removeTier", id }]));
export function addTier(): void {
  const { tiers } = useNotes.getState();
  const names = new Set(tiers.map((tier) => tier.name));
  let n = tiers.length + 1;
  while (names.has(t.notes.tierName(n))) n++;
  const tier: Tier = {
    id: TierId.parse(`l_${crypto.randomUUID()}`),
    name: t.notes.tierName(n),
    colour: tiers.length % 8,
    labels: [],
    locked: false,
    hidden: false,
    position: Math.max(-1, ...tiers.map((one) => one.position)) + 1,
  };
  putTier(tier, t.notes.edits.addTier);
  useNotes.setState({ active: tier.id });
}
