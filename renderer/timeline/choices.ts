import { create } from "zustand";
import { drawnSignals, type DrawnSignal } from "../state/detail.ts";
import { readChoices, type Choices, type Hideable } from "./read-choices.ts";

const remembered = "footnote.timeline";

/** What of the timeline is on show. */
export const useChoices = create<Choices<DrawnSignal>>(() =>
  readChoices(localStorage.getItem(remembered), drawnSignals, ["motion"]),
);
useChoices.subscribe((now) => localStorage.setItem(remembered, JSON.stringify(now)));

const toggled = <T>(list: readonly T[], one: T): readonly T[] =>
  list.includes(one) ? list.filter((other) => other !== one) : [...list, one];

export const toggleLayer = (name: Hideable): void =>
  useChoices.setState(({ hidden }) => ({ hidden: toggled(hidden, name) }));
export const toggleSignal = (name: DrawnSignal): void =>
  useChoices.setState(({ signals }) => ({ signals: toggled(signals, name) }));
export const toggleList = (): void => useChoices.setState(({ list }) => ({ list: !list }));
