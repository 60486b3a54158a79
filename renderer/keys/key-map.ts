/** Everything a key can do. */
export const actions = [
  "play", "shuttleBack", "shuttleStop", "shuttleForward", "slower", "faster",
  "frameBack", "frameForward", "framesBack", "framesForward", "secondBack", "secondForward",
  "toStart", "toEnd", "previousShot", "nextShot", "previousMoment", "nextMoment", "playMoment",
  "markIn", "markOut", "clearMarks", "toIn", "toOut", "loop",
  "star", "reject", "sendMoment", "annotate", "punch", "split", "removeNote", "startHere", "endHere",
  "startEarlier", "startLater", "endEarlier", "endLater",
  "startMuchEarlier", "startMuchLater", "endMuchEarlier", "endMuchLater",
  "previousNote", "nextNote", "playNote", "acceptNote", "rejectNote", "discussNote", "nextUnreviewed",
  "undo", "redo", "loopStart", "loopEnd", "export", "findAlike", "clock",
  "snapshot", "snapshotCopy", "goTo", "pictureIn", "pictureOut", "pictureWhole",
  "zoomIn", "zoomOut", "zoomAll", "zoomRange", "timelineList",
  "search", "palette", "keys", "chat", "results", "notes", "library", "side", "timeline", "import",
] as const; // prettier-ignore
export type Action = (typeof actions)[number];

export type PresetName = "editor" | "annotator" | "player";

/** A key press as text: modifiers in the order Mod, Ctrl, Alt, Shift, then the key. "Mod" is Cmd on a Mac, else Ctrl. */
export type Chord = string;
export type KeyMap = Readonly<Record<Action, readonly Chord[]>>;

const editor: KeyMap = {
  play: ["Space"],
  shuttleBack: ["J"],
  shuttleStop: ["K"],
  shuttleForward: ["L"],
  slower: ["<"],
  faster: [">"],
  frameBack: ["ArrowLeft", ","],
  frameForward: ["ArrowRight", "."],
  framesBack: ["Shift+ArrowLeft"],
  framesForward: ["Shift+ArrowRight"],
  secondBack: ["Alt+ArrowLeft"],
  secondForward: ["Alt+ArrowRight"],
  toStart: ["Home"],
  toEnd: ["End"],
  previousShot: ["ArrowUp"],
  nextShot: ["ArrowDown"],
  previousMoment: ["Shift+ArrowUp", "["],
  nextMoment: ["Shift+ArrowDown", "]"],
  playMoment: ["Enter"],
  markIn: ["I"],
  markOut: ["O"],
  clearMarks: ["Alt+X"],
  toIn: ["Shift+I"],
  toOut: ["Shift+O"],
  loop: ["Mod+L"],
  annotate: ["A"],
  punch: ["M"],
  split: ["B"],
  removeNote: ["Delete", "Backspace"],
  startHere: ["Q"],
  endHere: ["W"],
  startEarlier: ["D"],
  startLater: ["F"],
  endEarlier: ["Shift+D"],
  endLater: ["Shift+F"],
  startMuchEarlier: ["Alt+D"],
  startMuchLater: ["Alt+F"],
  endMuchEarlier: ["Alt+Shift+D"],
  endMuchLater: ["Alt+Shift+F"],
  previousNote: ["Mod+ArrowUp"],
  nextNote: ["Mod+ArrowDown"],
  playNote: ["Shift+Enter"],
  acceptNote: ["V"],
  rejectNote: ["Shift+X"],
  discussNote: ["H"],
  nextUnreviewed: ["N"],
  undo: ["Mod+Z"],
  redo: ["Mod+Shift+Z", "Mod+Y"],
  sendMoment: ["T"],
  loopStart: ["Shift+J"],
  loopEnd: ["Shift+L"],
  export: ["Mod+E"],
  findAlike: ["Y"],
  clock: ["Alt+C"],
  star: ["S"],
  reject: ["X"],
  snapshot: ["C"],
  snapshotCopy: ["Shift+C"],
  pictureIn: ["Alt+="],
  pictureOut: ["Alt+-"],
  pictureWhole: ["Alt+0"],
  goTo: ["G"],
  zoomIn: ["=", "+"],
  zoomOut: ["-"],
  zoomAll: ["\\"],
  zoomRange: ["Z"],
  timelineList: ["Mod+4"],
  search: ["/", "Mod+F"],
  palette: ["Mod+K"],
  keys: ["?"],
  chat: ["Mod+2"],
  results: ["Mod+1"],
  notes: ["Mod+3"],
  library: ["Mod+B"],
  side: ["Mod+Alt+B"],
  timeline: ["Mod+J"],
  import: ["Mod+O"],
};

const annotator: KeyMap = {
  ...editor,
  frameBack: ["ArrowLeft", "Mod+ArrowLeft"],
  frameForward: ["ArrowRight", "Mod+ArrowRight"],
  secondBack: ["Shift+ArrowLeft"],
  secondForward: ["Shift+ArrowRight"],
  framesBack: ["Alt+ArrowLeft"],
  framesForward: ["Alt+ArrowRight"],
  previousMoment: ["ArrowUp"],
  nextMoment: ["ArrowDown"],
  previousShot: ["PageUp"],
  nextShot: ["PageDown"],
  playMoment: ["Shift+Space", "Enter"],
};

const player: KeyMap = {
  ...editor,
  secondBack: ["ArrowLeft"],
  secondForward: ["ArrowRight"],
  frameBack: [","],
  frameForward: ["."],
  framesBack: ["Shift+ArrowLeft"],
  framesForward: ["Shift+ArrowRight"],
};

export const presets: Readonly<Record<PresetName, KeyMap>> = { editor, annotator, player };

/** A person's own keys: what differs from the preset. An empty list: the action has no key. */
export type OwnKeys = Readonly<Partial<Record<Action, readonly Chord[]>>>;

export const withOwn = (map: KeyMap, own: OwnKeys): KeyMap => ({ ...map, ...own });

/**
 * Own keys after an action was given another chord, in place of its `index`-th or as one more. The action that had it loses it.
 */
export function rebind(preset: KeyMap, own: OwnKeys, action: Action, chord: Chord, index?: number): OwnKeys {
  const now = withOwn(preset, own);
  const next: Record<string, readonly Chord[]> = { ...own };
  for (const other of actions)
    if (other !== action && now[other].includes(chord))
      next[other] = now[other].filter((one) => one !== chord);
  const kept = now[action].filter((one, i) => one !== chord && i !== index);
  const at = index ?? kept.length;
  next[action] = [...kept.slice(0, at), chord, ...kept.slice(at)];
  return next;
}

/** Own keys after a chord was taken from an action. */
export const unbind = (preset: KeyMap, own: OwnKeys, action: Action, chord: Chord): OwnKeys => ({
  ...own,
  [action]: withOwn(preset, own)[action].filter((one) => one !== chord),
});

/** Reads own keys that were kept as text; whatever does not fit is left out. */
export function readOwn(text: string | null): OwnKeys {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    if (typeof value !== "object" || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).filter(
        ([name, chords]) =>
          actions.some((a) => a === name) &&
          Array.isArray(chords) &&
          chords.every((c) => typeof c === "string" && c !== ""),
      ),
    );
  } catch {
    return {};
  }
}

/** A key that only changes others; a chord is not complete with it. */
export const isModifier = (key: string): boolean =>
  ["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "Fn"].includes(key);

/** What a browser event is as a chord. Letters count by what is printed on them, in upper case. */
export function chordOf(
  event: {
    key: string;
    ctrlKey: boolean;
    metaKey: boolean;
    altKey: boolean;
    shiftKey: boolean;
    code?: string;
  },
  mac: boolean,
): Chord {
  const parts: string[] = [];
  if (mac ? event.metaKey : event.ctrlKey) parts.push("Mod");
  if (mac && event.ctrlKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  let key = event.key === " " ? "Space" : event.key;
  // With Alt a Mac types other letters; the key's place still says which it is.
  if (event.altKey && /^Key[A-Z]$/.test(event.code ?? "")) key = (event.code ?? "").slice(3);
  if (/^[a-z]$/i.test(key)) {
    key = key.toUpperCase();
    if (event.shiftKey) parts.push("Shift");
  } else if (event.shiftKey && key.length > 1) parts.push("Shift"); // "?" is already shifted
  return [...parts, key].join("+");
}

/** Chord to action; built once per map. */
export const lookup = (map: KeyMap): ReadonlyMap<Chord, Action> =>
  new Map(actions.flatMap((action) => map[action].map((chord) => [chord, action] as const)));

/** Chords that stand for two actions: always a mistake. */
export function conflicts(map: KeyMap): Chord[] {
  const seen = new Set<Chord>();
  const twice: Chord[] = [];
  for (const chord of actions.flatMap((action) => map[action])) {
    if (seen.has(chord)) twice.push(chord);
    seen.add(chord);
  }
  return twice;
}

const signs: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Enter: "⏎",
  Space: "Space",
  PageUp: "PgUp",
  PageDown: "PgDn",
};

/** A chord as it stands on a person's keyboard. */
export const showChord = (chord: Chord, mac: boolean): string =>
  chord
    .split(/\+(?=.)/)
    .map((part) => {
      if (part === "Mod") return mac ? "⌘" : "Ctrl";
      if (part === "Alt") return mac ? "⌥" : "Alt";
      if (part === "Shift") return mac ? "⇧" : "Shift";
      return signs[part] ?? part;
    })
    .join(mac ? "" : "+");
