import { pictureCommands } from "../player/picture-commands.ts";
import { copySnapshot, saveSnapshot } from "../player/snapshot.ts";
import { playSpeeds } from "../player/speeds.ts";
import { chooseNote, chosenNote, nextUnreviewed, stepNote } from "../state/annotations.ts";
import { useDetail } from "../state/detail.ts";
import { openExport } from "../state/export.ts";
import { useLibrary } from "../state/library.ts";
import { removeChosen, reviewChosen } from "../state/note-changing.ts";
import { redo, undo } from "../state/note-edits.ts";
import { addFromRange, punch, sendMoments } from "../state/note-making.ts";
import { edgeToPlayhead, nudge, splitAtPlayhead } from "../state/note-moving.ts";
import {
  clearMarks,
  durationOf,
  forgetPlan,
  handOn,
  mark,
  player,
  playLoop,
  setSpeed,
  usePlayer,
} from "../state/player.ts";
import { choose, findAlike, useSearch } from "../state/search.ts";
import { chosenMoment, step, toggleReject, toggleStar } from "../state/shown.ts";
import { open, showTab, togglePanel, useUi } from "../state/ui.ts";
import { toggleList, useChoices } from "../timeline/choices.ts";
import { timelineCommands } from "../timeline/commands.ts";
import type { Action } from "./key-map.ts";

const speeds = [1, 2, 4, 8, 16];

/** Faster with every press in the same direction, as shuttle keys are. */
function shuttle(direction: 1 | -1): void {
  const { playing, rate } = usePlayer.getState();
  const same = playing && Math.sign(rate) === direction;
  const now = Math.abs(rate);
  const next = same ? (speeds.find((s) => s > now) ?? speeds.at(-1) ?? 1) : 1;
  player()?.setRate(direction * next);
  player()?.play();
}

/** The next speed of the list in a direction. */
function bySpeed(direction: 1 | -1): void {
  const { speed } = usePlayer.getState();
  const next = direction > 0 ? playSpeeds.find((s) => s > speed) : playSpeeds.findLast((s) => s < speed);
  if (next !== undefined) setSpeed(next);
}

function byFrames(count: number): void {
  const { frames } = useDetail.getState();
  const control = player();
  const { frame, time } = usePlayer.getState();
  const { selected } = useLibrary.getState();
  // Between two ways of showing a film nobody takes a seek: the next one begins there.
  if (!control) return selected ? handOn(selected, frames.middle(frame + count)) : undefined;
  forgetPlan();
  control.pause();
  if (frames.count === 0) return control.seek(Math.max(0, time + count * 0.04));
  // A seek that is under way counts: quick presses must not be lost.
  const from = control.target() ?? frame;
  const held = (index: number): number => frames.middle(Math.min(frames.count - 1, Math.max(0, index)));
  control.seek(held(from + count), held(from + 2 * count));
}

function bySeconds(seconds: number): void {
  forgetPlan();
  const { time, playing } = usePlayer.getState();
  const { frames } = useDetail.getState();
  const under = player()?.target();
  // A seek that is under way counts, as it does for frames.
  const from = under === undefined ? time : frames.time(under);
  const held = (at: number): number => Math.min(durationOf(), Math.max(0, at));
  player()?.seek(held(from + seconds), playing ? undefined : held(from + 2 * seconds));
}

function byShots(direction: 1 | -1): void {
  const { shots } = useDetail.getState();
  const { frame } = usePlayer.getState();
  const starts = shots.map((s) => s.startFrame);
  const next = direction > 0 ? starts.find((f) => f > frame) : starts.findLast((f) => f < frame);
  if (next === undefined) return;
  forgetPlan();
  player()?.pause();
  player()?.seek(useDetail.getState().frames.middle(next));
}

/** The out-point lies after the frame on screen: ranges are half-open. */
const outPoint = (): number => {
  const { frame, time } = usePlayer.getState();
  const { frames } = useDetail.getState();
  return frames.count > 0 ? frames.end(frame) : time;
};

/** Half a second at one end of the range, over and over: where an edge is heard and seen to be right. */
function loopEdge(edge: "start" | "end"): void {
  const { markIn, markOut } = usePlayer.getState();
  const marked = markIn !== undefined && markOut !== undefined ? { start: markIn, end: markOut } : undefined;
  const whole = chosenNote() ?? chosenMoment() ?? marked;
  if (!whole) return;
  const half = Math.min(0.5, whole.end - whole.start);
  playLoop(
    edge === "start"
      ? { start: whole.start, end: whole.start + half }
      : { start: whole.end - half, end: whole.end },
  );
}

const table: Readonly<Record<Action, () => void>> = {
  play: () => {
    forgetPlan();
    const { playing } = usePlayer.getState();
    if (playing) return player()?.pause();
    player()?.setRate(usePlayer.getState().speed);
    player()?.play();
  },
  shuttleBack: () => shuttle(-1),
  shuttleStop: () => {
    player()?.pause();
    player()?.setRate(usePlayer.getState().speed);
  },
  slower: () => bySpeed(-1),
  faster: () => bySpeed(1),
  shuttleForward: () => shuttle(1),
  frameBack: () => byFrames(-1),
  frameForward: () => byFrames(1),
  framesBack: () => byFrames(-10),
  framesForward: () => byFrames(10),
  secondBack: () => bySeconds(-1),
  secondForward: () => bySeconds(1),
  toStart: () => {
    forgetPlan();
    player()?.seek(0);
  },
  toEnd: () => {
    forgetPlan();
    const { frames } = useDetail.getState();
    player()?.seek(frames.count > 0 ? frames.middle(frames.count - 1) : durationOf());
  },
  previousShot: () => byShots(-1),
  nextShot: () => byShots(1),
  previousMoment: () => step(-1),
  nextMoment: () => step(1),
  playMoment: () => {
    const moment = chosenMoment();
    if (moment) choose(moment, { play: true });
  },
  markIn: () => mark("in", usePlayer.getState().time),
  markOut: () => mark("out", outPoint()),
  clearMarks,
  toIn: () => {
    const { markIn } = usePlayer.getState();
    if (markIn !== undefined) player()?.seek(markIn + 1e-4);
  },
  toOut: () => {
    const { markOut } = usePlayer.getState();
    if (markOut !== undefined) player()?.seek(Math.max(0, markOut - 1e-3));
  },
  loop: () => usePlayer.setState(({ loop }) => ({ loop: !loop })),
  annotate: addFromRange,
  punch,
  split: splitAtPlayhead,
  removeNote: removeChosen,
  startHere: () => edgeToPlayhead("start"),
  endHere: () => edgeToPlayhead("end"),
  startEarlier: () => nudge("start", -1),
  startLater: () => nudge("start", 1),
  endEarlier: () => nudge("end", -1),
  endLater: () => nudge("end", 1),
  startMuchEarlier: () => nudge("start", -10),
  startMuchLater: () => nudge("start", 10),
  endMuchEarlier: () => nudge("end", -10),
  endMuchLater: () => nudge("end", 10),
  previousNote: () => stepNote(-1),
  nextNote: () => stepNote(1),
  playNote: () => {
    const note = chosenNote();
    if (note) chooseNote(note, { play: true });
  },
  acceptNote: () => reviewChosen("accepted"),
  rejectNote: () => reviewChosen("rejected"),
  discussNote: () => reviewChosen("discuss"),
  nextUnreviewed,
  undo,
  redo,
  sendMoment: () => {
    const moment = chosenMoment();
    const { result } = useSearch.getState();
    if (moment) sendMoments([moment], result?.question ?? "", result?.model);
  },
  export: openExport,
  findAlike,
  clock: () => open("clock"),
  loopStart: () => loopEdge("start"),
  loopEnd: () => loopEdge("end"),
  star: () => {
    const moment = chosenMoment();
    if (moment) toggleStar(moment);
  },
  reject: () => {
    const moment = chosenMoment();
    if (moment) toggleReject(moment);
  },
  snapshot: () => saveSnapshot(useLibrary.getState().selected, usePlayer.getState().frame),
  snapshotCopy: () => copySnapshot(useLibrary.getState().selected, usePlayer.getState().frame),
  pictureIn: () => pictureCommands.zoom(1.5),
  pictureOut: () => pictureCommands.zoom(1 / 1.5),
  pictureWhole: () => pictureCommands.whole(),
  goTo: () => open("goTo"),
  zoomIn: () => timelineCommands.zoom(1.6),
  zoomOut: () => timelineCommands.zoom(1 / 1.6),
  zoomAll: () => timelineCommands.all(),
  zoomRange: () => {
    const { markIn, markOut } = usePlayer.getState();
    const moment = chosenMoment();
    if (markIn !== undefined && markOut !== undefined)
      timelineCommands.range({ start: markIn, end: markOut });
    else if (moment) timelineCommands.range(moment);
  },
  timelineList: () => {
    const list = document.querySelector<HTMLElement>("#timeline-list");
    // Open and not in it: the key leads there; it is the way in without a mouse.
    if (list && document.activeElement !== list) return list.focus();
    toggleList();
    if (useChoices.getState().list)
      requestAnimationFrame(() => document.querySelector<HTMLElement>("#timeline-list")?.focus());
  },
  search: () => {
    const box = document.querySelector<HTMLInputElement>("#search-box");
    box?.focus();
    box?.select();
  },
  palette: () => open(useUi.getState().overlay === "palette" ? undefined : "palette"),
  keys: () => open(useUi.getState().overlay === "keys" ? undefined : "keys"),
  chat: () => {
    showTab("chat");
    requestAnimationFrame(() => document.querySelector<HTMLTextAreaElement>("#chat-box")?.focus());
  },
  results: () => showTab("results"),
  notes: () => showTab("notes"),
  library: () => togglePanel("library"),
  side: () => togglePanel("side"),
  timeline: () => togglePanel("time"),
  import: () => open("picker"),
};

/** Does what an action says, whichever key, menu or button asked for it. */
export const perform = (action: Action): void => table[action]();
