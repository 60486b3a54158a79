import { Maximize2, ZoomIn, ZoomOut } from "lucide-react";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { MediaSummary } from "../../contract/media.ts";
import { call } from "../connection/engine.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { useChat } from "../state/chat.ts";
import { drawnSignals, useDetail, type DrawnSignal } from "../state/detail.ts";
import { useLibrary } from "../state/library.ts";
import { forgetPlan, mark, player, usePlayer } from "../state/player.ts";
import { choose, keyOf, useSearch } from "../state/search.ts";
import { bulk, useSettings } from "../state/settings.ts";
import { t } from "../strings/en.ts";
import { clock, showTime } from "../time/format.ts";
import { provideTimeline } from "./commands.ts";
import { draw } from "./draw.ts";
import {
  clampView,
  followPlayhead,
  panBy,
  pixelsPerSecond,
  revealRange,
  secondsAt,
  wholeView,
  xOf,
  zoomAt,
  type View,
} from "./geometry.ts";
import { edgeAt, spanAt } from "./hit-test.ts";
import { layerAt, layersFor, type LayerName } from "./layers.ts";
import { Minimap } from "./minimap.tsx";
import { readPalette } from "./palette.ts";
import type { DrawnMoment, Scene } from "./scene.ts";
import { snap, type Magnet } from "./snap.ts";
import { createThumbnails } from "./thumbnails.ts";
import { longestOf } from "./visible.ts";

/** Pixels within which an edge is drawn to a cut, the playhead or a moment; held Shift lets it go free. */
const snapReach = 7;
const dragThreshold = 4;

export function Timeline() {
  const selected = useLibrary((s) => s.selected);
  const file = useLibrary((s) => s.files.find((f) => f.id === selected));
  if (!file)
    return (
      <section className="timeline" aria-label={t.timeline.label}>
        <p className="timeline-empty">{t.timeline.empty}</p>
      </section>
    );
  return <FileTimeline key={file.id} file={file} />;
}

interface Hover {
  readonly x: number;
  readonly y: number;
  readonly time: number;
}

function useMoments(file: MediaSummary): DrawnMoment[] {
  const result = useSearch((s) => s.result);
  const weaker = useSearch((s) => s.weaker);
  const chosen = useSearch((s) => s.chosen);
  const rejected = useSearch((s) => s.rejected);
  const turns = useChat((s) => s.turns);
  return useMemo(() => {
    const last = turns.findLast((turn) => turn.footnotes.length > 0);
    const notes = new Map<string, number[]>();
    for (const { n, moment } of last?.footnotes ?? [])
      if (moment.mediaId === file.id) notes.set(keyOf(moment), [...(notes.get(keyOf(moment)) ?? []), n]);
    const all = new Map<string, DrawnMoment>();
    const add = (moment: (typeof moments)[number], weak: boolean, cited = false): void => {
      const key = keyOf(moment);
      if (moment.mediaId !== file.id || rejected.has(key) || all.has(key)) return;
      const { start, end, confidence } = moment;
      all.set(key, {
        key,
        start,
        end,
        confidence,
        weak,
        cited,
        moment,
        chosen: key === chosen,
        notes: notes.get(key) ?? [],
      });
    };
    const moments = result?.moments ?? [];
    for (const m of moments) add(m, false);
    if (weaker) for (const m of result?.weaker ?? []) add(m, true);
    for (const { moment } of last?.footnotes ?? []) add(moment, false, true);
    return [...all.values()].sort((a, b) => a.start - b.start);
  }, [result, weaker, chosen, rejected, turns, file.id]);
}

function FileTimeline({ file }: { readonly file: MediaSummary }) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [view, setView] = useState<View>(() => wholeView(file.duration, 100));
  const [hover, setHover] = useState<Hover>();
  const [signalName, setSignalName] = useState<DrawnSignal>("motion");
  const [arrivals, setArrivals] = useState(0);
  const detail = useDetail();
  const display = useSettings((s) => s.timeDisplay);
  const theme = useSettings((s) => s.theme);
  const markIn = usePlayer((s) => s.markIn);
  const markOut = usePlayer((s) => s.markOut);
  const curves = useSearch((s) => s.result?.curves);
  const moments = useMoments(file);
  const thumbnails = useMemo(() => createThumbnails(() => setArrivals((n) => n + 1)), []);
  const { frames } = detail;
  const rate = frames.count > 0 ? frames.rate : 25;
  const duration = Math.max(file.duration, 0.04);

  const change = useCallback((how: (view: View) => View) => setView((v) => how(v)), []);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      setSize({ width, height });
      setView((v) => clampView({ ...v, width: Math.max(1, width) }, duration, rate));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [duration, rate]);

  useEffect(() => {
    provideTimeline({
      zoom: (factor) => {
        const at = usePlayer.getState().time;
        change((v) =>
          zoomAt(v, at >= v.start && at <= v.end ? xOf(v, at) : v.width / 2, factor, duration, rate),
        );
      },
      all: () => change((v) => wholeView(duration, v.width)),
      range: ({ start, end }) =>
        change((v) => {
          const air = (end - start) * 0.15;
          return clampView({ start: start - air, end: end + air, width: v.width }, duration, rate);
        }),
    });
    return () => provideTimeline(undefined);
  }, [change, duration, rate]);

  // The playhead is followed in pages while it plays; a chosen moment is brought into view.
  useEffect(
    () =>
      usePlayer.subscribe((now, before) => {
        if (now.time !== before.time && now.playing)
          change((v) => followPlayhead(v, now.time, duration, rate));
      }),
    [change, duration, rate],
  );
  const chosenMoment = moments.find((m) => m.chosen);
  const chosenStart = chosenMoment?.start;
  const chosenEnd = chosenMoment?.end;
  useEffect(() => {
    if (chosenStart === undefined || chosenEnd === undefined) return;
    change((v) => revealRange(v, { start: chosenStart, end: chosenEnd }, duration, rate));
  }, [chosenStart, chosenEnd, change, duration, rate]);

  const wave = useFineWave(file, view, detail.peaks, duration);
  const has = useMemo(() => {
    const set = new Set<LayerName>();
    if (frames.count > 0) set.add("film").add("shots");
    if (detail.peaks.length > 0) set.add("wave");
    if (detail.cues.length > 0) set.add("words");
    if ((detail.signals?.curves[signalName]?.length ?? 0) > 0) set.add("signals");
    return set;
  }, [frames.count, detail.peaks.length, detail.cues.length, detail.signals, signalName]);
  const layers = useMemo(() => layersFor(size.height, has), [size.height, has]);
  const curve = curves?.find((c) => c.mediaId === file.id);
  const video = file.probe?.video;
  const thumbnailVersion = file.stages.thumbnails ?? "";

  // Everything but the playhead: redrawn when something in it changes.
  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext("2d", { alpha: false });
    if (!element || !pen || size.width === 0) return;
    const handle = requestAnimationFrame(() => {
      const scale = window.devicePixelRatio || 1;
      const [w, h] = [Math.round(size.width * scale), Math.round(size.height * scale)];
      if (element.width !== w) element.width = w;
      if (element.height !== h) element.height = h;
      pen.setTransform(scale, 0, 0, scale, 0, 0);
      const values = detail.signals?.curves[signalName];
      const scene: Scene = {
        view: { ...view, width: size.width },
        height: size.height,
        layers,
        palette: readPalette(element),
        mediaId: file.id,
        duration,
        display,
        frames,
        aspect: video ? video.width / video.height : 16 / 9,
        thumbnails,
        thumbnailVersion,
        shots: detail.shots,
        longestShot: longestOf(detail.shots),
        cues: detail.cues,
        longestCue: detail.longestCue,
        wave,
        signal:
          values && detail.signals
            ? { values, step: detail.signals.step, start: detail.signals.start }
            : undefined,
        curve,
        moments,
        longestMoment: longestOf(moments),
        searchable: file.searchable,
        marks: { in: markIn, out: markOut },
      };
      draw(pen, scene);
    });
    return () => cancelAnimationFrame(handle);
  }, [
    view,
    size,
    layers,
    detail,
    signalName,
    display,
    theme,
    frames,
    video,
    thumbnails,
    thumbnailVersion,
    arrivals,
    wave,
    curve,
    moments,
    file.id,
    file.searchable,
    duration,
    markIn,
    markOut,
  ]);

  const pointer = usePointer({ box, view, change, moments, layers, duration, rate, setHover });
  useWheel(box, change, duration, rate);

  return (
    <section className="timeline" aria-label={t.timeline.label}>
      <div className="timeline-head">
        <RangeText />
        <div className="timeline-tools">
          <select
            className="select small"
            aria-label={t.timeline.signals}
            title={t.timeline.signals}
            value={signalName}
            onChange={(e) => setSignalName(drawnSignals.find((n) => n === e.target.value) ?? "motion")}
          >
            {drawnSignals.map((name) => (
              <option key={name} value={name}>
                {t.signals[name]}
              </option>
            ))}
          </select>
          <IconButton
            icon={ZoomOut}
            size="small"
            label={t.timeline.zoomOut}
            action="zoomOut"
            onClick={() => change((v) => zoomAt(v, v.width / 2, 1 / 1.6, duration, rate))}
          />
          <IconButton
            icon={ZoomIn}
            size="small"
            label={t.timeline.zoomIn}
            action="zoomIn"
            onClick={() => change((v) => zoomAt(v, v.width / 2, 1.6, duration, rate))}
          />
          <IconButton
            icon={Maximize2}
            size="small"
            label={t.timeline.zoomAll}
            action="zoomAll"
            onClick={() => change((v) => wholeView(duration, v.width))}
          />
        </div>
      </div>
      <div ref={box} className="timeline-box" {...pointer}>
        <canvas ref={canvas} className="timeline-canvas" role="img" aria-label={t.timeline.help} />
        <Playhead view={{ ...view, width: size.width }} />
        {hover && <HoverCard hover={hover} file={file} width={size.width} />}
      </div>
      <Minimap
        view={view}
        duration={duration}
        moments={moments}
        onMove={(start) =>
          change((v) => clampView({ start, end: start + v.end - v.start, width: v.width }, duration, rate))
        }
      />
    </section>
  );
}

function RangeText() {
  const markIn = usePlayer((s) => s.markIn);
  const markOut = usePlayer((s) => s.markOut);
  const display = useSettings((s) => s.timeDisplay);
  const frames = useDetail((s) => s.frames);
  if (markIn === undefined || markOut === undefined) return <span className="range-text" />;
  return (
    <span className="range-text">
      {t.timeline.range(
        showTime(markIn, display, frames),
        showTime(markOut, display, frames),
        clock(markOut - markIn),
      )}
    </span>
  );
}

/** Its own element: it moves with every frame, and the canvas below stays as it is. */
function Playhead({ view }: { readonly view: View }) {
  const time = usePlayer((s) => s.time);
  const x = xOf(view, time);
  if (x < -1 || x > view.width + 1) return null;
  return <div className="playhead" style={{ transform: `translateX(${x}px)` }} aria-hidden />;
}

function HoverCard({
  hover,
  file,
  width,
}: {
  readonly hover: Hover;
  readonly file: MediaSummary;
  readonly width: number;
}) {
  const frames = useDetail((s) => s.frames);
  const display = useSettings((s) => s.timeDisplay);
  const picture = file.probe?.video !== undefined;
  const shownAt = Math.round(hover.time * 2) / 2;
  return (
    <>
      <div className="hover-line" style={{ transform: `translateX(${hover.x}px)` }} aria-hidden />
      <div
        className="hover-card"
        style={{ left: Math.min(Math.max(hover.x, 74), Math.max(74, width - 74)) }}
        aria-hidden
      >
        {picture && <img src={bulk(`media/${file.id}/thumb.jpg?t=${shownAt.toFixed(2)}`)} alt="" />}
        <span>
          {showTime(hover.time, display, frames)}
          {frames.count > 0 && display !== "frames" && <em> {frames.at(hover.time)}</em>}
        </span>
      </div>
    </>
  );
}

/** Finer peaks than the whole file's, fetched once the view has come to rest. */
function useFineWave(
  file: MediaSummary,
  view: View,
  peaks: readonly number[],
  duration: number,
): Scene["wave"] {
  const [fine, setFine] = useState<{ peaks: readonly number[]; start: number; end: number }>();
  const perPixel = peaks.length / duration / Math.max(1e-6, pixelsPerSecond(view));
  const wanted = peaks.length > 0 && perPixel < 0.6;
  useEffect(() => {
    if (!wanted) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      const length = view.end - view.start;
      const [start, end] = [Math.max(0, view.start - length), Math.min(duration, view.end + length)];
      call(
        "media.waveform",
        { id: file.id, start, end, buckets: Math.min(8192, Math.ceil(view.width * 3)) },
        { signal: abort.signal },
      ).then(setFine, () => {});
    }, 150);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [wanted, file.id, view.start, view.end, view.width, duration]);
  return useMemo(() => {
    if (peaks.length === 0) return undefined;
    if (wanted && fine && fine.start <= view.start + 1e-6 && fine.end >= Math.min(view.end, duration) - 1e-6)
      return fine;
    return { peaks, start: 0, end: duration };
  }, [peaks, wanted, fine, view.start, view.end, duration]);
}

function useWheel(
  box: React.RefObject<HTMLDivElement | null>,
  change: (how: (view: View) => View) => void,
  duration: number,
  rate: number,
): void {
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const x = event.clientX - element.getBoundingClientRect().left;
      const unit = event.deltaMode === 1 ? 16 : 1;
      const sideways = event.shiftKey
        ? event.deltaX || event.deltaY
        : Math.abs(event.deltaX) > Math.abs(event.deltaY)
          ? event.deltaX
          : 0;
      if (sideways !== 0) change((v) => panBy(v, sideways * unit, duration, rate));
      else change((v) => zoomAt(v, x, Math.exp(-event.deltaY * unit * 0.0022), duration, rate));
    };
    // React listens passively; a wheel that zooms must not scroll the page as well.
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [box, change, duration, rate]);
}

interface PointerParts {
  readonly box: React.RefObject<HTMLDivElement | null>;
  readonly view: View;
  readonly change: (how: (view: View) => View) => void;
  readonly moments: readonly DrawnMoment[];
  readonly layers: ReturnType<typeof layersFor>;
  readonly duration: number;
  readonly rate: number;
  readonly setHover: (hover: Hover | undefined) => void;
}

type Drag =
  | { readonly kind: "scrub" }
  | { readonly kind: "pan"; last: number }
  | { readonly kind: "edge"; readonly which: "in" | "out" }
  | {
      readonly kind: "range";
      readonly from: number;
      readonly x: number;
      moved: boolean;
      readonly hit: DrawnMoment | undefined;
    };

/** Press: seek, choose a moment, move an edge, draw a range, or (Alt, middle button) push the view. */
function usePointer({ box, view, change, moments, layers, duration, rate, setHover }: PointerParts) {
  const drag = useRef<Drag>(undefined);
  const place = (event: React.PointerEvent): { x: number; y: number; time: number } => {
    const frame = box.current?.getBoundingClientRect();
    const x = event.clientX - (frame?.left ?? 0);
    const y = event.clientY - (frame?.top ?? 0);
    return { x, y, time: Math.min(duration, Math.max(0, secondsAt(view, x))) };
  };
  const seek = (time: number): void => {
    forgetPlan();
    player()?.seek(time);
  };
  const snapped = (time: number, free: boolean): number => {
    if (free) return onFrame(time);
    const { shots } = useDetail.getState();
    const magnets: Magnet[] = [
      ...shots.map((s): Magnet => ({ time: s.start, kind: "cut" })),
      ...moments.flatMap((m): Magnet[] => [
        { time: m.start, kind: "moment" },
        { time: m.end, kind: "moment" },
      ]),
      { time: usePlayer.getState().time, kind: "playhead" as const },
      { time: 0, kind: "edge" as const },
      { time: duration, kind: "edge" as const },
    ].sort((a, b) => a.time - b.time);
    const found = snap(time, magnets, snapReach / pixelsPerSecond(view));
    return found.to ? found.time : onFrame(time);
  };
  return {
    onPointerDown: (event: React.PointerEvent) => {
      const { x, y, time } = place(event);
      event.currentTarget.setPointerCapture(event.pointerId);
      if (event.button === 1 || event.altKey) {
        drag.current = { kind: "pan", last: event.clientX };
        return;
      }
      if (event.button !== 0) return;
      const { markIn, markOut } = usePlayer.getState();
      const edge = edgeAt({ start: markIn ?? -1e9, end: markOut ?? -1e9 }, view, x);
      if (edge) {
        drag.current = { kind: "edge", which: edge === "start" ? "in" : "out" };
        return;
      }
      const layer = layerAt(layers, y);
      if (layer?.name === "ruler") {
        drag.current = { kind: "scrub" };
        player()?.pause();
        seek(time);
        return;
      }
      const hit = layer?.name === "score" ? spanAt(moments, view, x) : undefined;
      drag.current = { kind: "range", from: time, x, moved: false, hit };
    },
    onPointerMove: (event: React.PointerEvent) => {
      const { x, y, time } = place(event);
      const now = drag.current;
      setHover(now?.kind === "pan" ? undefined : { x, y, time });
      if (!now) return;
      if (now.kind === "pan") {
        const moved = event.clientX - now.last;
        now.last = event.clientX;
        change((v) => panBy(v, -moved, duration, rate));
      } else if (now.kind === "scrub") seek(time);
      else if (now.kind === "edge") mark(now.which, snapped(time, event.shiftKey));
      else if (now.moved || Math.abs(x - now.x) > dragThreshold) {
        now.moved = true;
        const [a, b] = [snapped(now.from, event.shiftKey), snapped(time, event.shiftKey)];
        if (Math.abs(a - b) > 1e-6) usePlayer.setState({ markIn: Math.min(a, b), markOut: Math.max(a, b) });
      }
    },
    onPointerUp: (event: React.PointerEvent) => {
      const now = drag.current;
      drag.current = undefined;
      if (now?.kind !== "range" || now.moved) return;
      if (now.hit) choose(now.hit.moment);
      else seek(place(event).time);
    },
    onPointerCancel: () => {
      drag.current = undefined;
    },
    onPointerLeave: () => setHover(undefined),
    onDoubleClick: () => {
      const { markIn, markOut } = usePlayer.getState();
      if (markIn !== undefined || markOut !== undefined)
        usePlayer.setState({ markIn: undefined, markOut: undefined });
    },
  };
}

/** The start of the frame that is shown at a time. */
function onFrame(time: number): number {
  const { frames } = useDetail.getState();
  return frames.count === 0 ? time : frames.time(frames.at(time));
}
