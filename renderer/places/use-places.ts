import { useCallback, useEffect, useState } from "react";
import type { PickerEntry } from "../../contract/calls.ts";
import { errorBody } from "../../contract/errors.ts";
import type { RootId } from "../../contract/ids.ts";
import { call } from "../connection/engine.ts";

/** A folder below one of the places that the engine opened; never a path of the machine. */
export interface Place {
  readonly root: RootId;
  readonly path: readonly string[];
}

export interface Places {
  readonly roots: readonly { readonly id: RootId; readonly name: string }[];
  readonly place: Place | undefined;
  /** What is in it; undefined while that is being read. */
  readonly entries: readonly PickerEntry[] | undefined;
  readonly truncated: boolean;
  readonly problem: string | undefined;
  readonly go: (to: Place) => void;
}

/** The key under which the place of the last import is kept. */
export const pickerPlace = "footnote.place";

/** Goes through folders by the engine's eyes. `remembered`: the key under which the last place is kept in this browser. */
export function usePlaces(remembered: string): Places {
  const [roots, setRoots] = useState<Places["roots"]>([]);
  const [place, setPlace] = useState<Place>();
  const [listed, setListed] = useState<{ entries: readonly PickerEntry[]; truncated: boolean }>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    call("files.roots", {}).then(
      ({ roots: found }) => {
        setRoots(found);
        const last = readPlace(remembered);
        const first = found[0];
        if (last && found.some((r) => r.id === last.root)) setPlace(last);
        else if (first) setPlace({ root: first.id, path: [] });
      },
      (error: unknown) => setProblem(errorBody(error).message),
    );
  }, [remembered]);
  useEffect(() => {
    if (!place) return;
    let stale = false;
    call("files.list", { root: place.root, path: [...place.path] }).then(
      (found) => {
        if (stale) return;
        setListed(found);
        setProblem(undefined);
        localStorage.setItem(remembered, JSON.stringify(place));
      },
      (error: unknown) => {
        if (stale) return;
        // A folder that is gone by now: back to where it began.
        if (place.path.length > 0 && errorBody(error).code === "not-found")
          setPlace({ root: place.root, path: [] });
        else setProblem(errorBody(error).message);
        setListed({ entries: [], truncated: false });
      },
    );
    return () => {
      stale = true;
    };
  }, [place, remembered]);
  const go = useCallback((to: Place) => {
    setListed(undefined);
    setPlace(to);
  }, []);
  return { roots, place, entries: listed?.entries, truncated: listed?.truncated ?? false, problem, go };
}

/** The place that was open last, if it was kept. */
export function readPlace(key: string): Place | undefined {
  try {
    const value = JSON.parse(localStorage.getItem(key) ?? "null") as Partial<Place> | null;
    return value?.root && Array.isArray(value.path)
      ? { root: value.root, path: value.path.map(String) }
      : undefined;
  } catch {
    return undefined;
  }
}
