import { List, Maximize2, ZoomIn, ZoomOut } from "lucide-react";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { MediaSummary } from "../../contract/media.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { useNotes } from "../state/annotations.ts";
import { useDetail } from "../state/detail.ts";
import { useLibrary } from "../state/library.ts";
import { usePlayer } from "../state/player.ts";
import { useSearch } from "../state/search.ts";
import { useSettings } from "../state/settings.ts";
import { t } from "../strings/en.ts";
import { clock, showTime } from "../time/format.ts";
import { toggleList, useChoices } from "./choices.ts";
import { provideTimeline } from "./commands.ts";
import { draw } from "./draw.ts";
import { clampView, followPlayhead, revealRange, wholeView, xOf, zoomAt, type View } from "./geometry.ts";
import { HoverCard, type Hover } from "./hover-card.tsx";
import { layersFor, type Layer, type LayerName } from "./layers.ts";
import { ItemsList } from "./items-list.tsx";
import { Minimap } from "./minimap.tsx";
import type { DrawnSignals, Scene } from "./scene.ts";
import { createThumbnails } from "./thumbnails.ts";
import { underPointer } from "./under-pointer.ts";
import { useFineWave } from "./use-fine-wave.ts";
import { useMoments } from "./use-moments.ts";
import { useBegun, useDrawnNotes } from "./use-notes.ts";
import { usePointer } from "./use-pointer.ts";
import { usePalette } from "./use-palette.ts";
import { useWheel } from "./use-wheel.ts";
import { ViewMenu } from "./view-menu.tsx";
import { longestOf } from "./visible.ts";
import { useShownCues } from "./use-shown-cues.ts";

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

function FileTimeline({ file }: { readonly file: MediaSummary }) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [view, setView] = useState<View>(() => wholeView(file.duration, 100));
  const [hover, setHover] = useState<Hover>();
  const { hidden, signals: chosenSignals, list } = useChoices();
  const [arrivals, setArrivals] = useState(0);
  const detail = useDetail();
  const cues = useShownCues();
  const display = useSettings((s) => s.timeDisplay);
  const palette = usePalette(canvas);
  const markIn = usePlayer((s) => s.markIn);
  const markOut = usePlayer((s) => s.markOut);
  const curves = useSearch((s) => s.result?.curves);
  const asked = useSearch((s) => s.result !== undefined);
  const moments = useMoments(file);
  const { notes, tiers } = useDrawnNotes(file.duration);
  const begun = useBegun();
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

  const chosenNote = useNotes((s) => s.list.find((a) => a.id === s.chosen));
  const noteId = chosenNote?.id;
  useEffect(() => {
    const note = useNotes.getState().list.find((a) => a.id === noteId);
    if (note) change((v) => revealRange(v, note, duration, rate));
  }, [noteId, change, duration, rate]);

  const wave = useFineWave(file, view, detail.peaks, duration);
  const signals = useMemo((): DrawnSignals | undefined => {
    const { signals: all } = detail;
    const curves = chosenSignals.flatMap((name) => {
      const values = all?.curves[name] ?? [];
      return values.length > 0 ? [{ name: t.signals[name], values }] : [];
    });
    return all && curves.length > 0 ? { curves, step: all.step, start: all.start } : undefined;
  }, [detail, chosenSignals]);
  const longest = useMemo(
    () => ({ shot: longestOf(detail.shots), moment: longestOf(moments), note: longestOf(notes) }),
    [detail.shots, moments, notes],
  );
  const has = useMemo(() => {
    const set = new Set<LayerName>(["score", "notes"]);
    if (frames.count > 0) set.add("film").add("shots");
    if (detail.peaks.length > 0) set.add("wave");
    if (cues.length > 0) set.add("words");
    if (signals) set.add("signals");
    for (const name of hidden) set.delete(name);
    return set;
  }, [frames.count, detail.peaks.length, cues.length, signals, hidden]);
  const layers = useMemo(() => layersFor(size.height, has, tiers.length), [size.height, has, tiers.length]);
  const curve = curves?.find((c) => c.mediaId === file.id);
  const video = file.probe?.video;
  const thumbnailVersion = file.stages.thumbnails ?? "";

  // Everything but the playhead: redrawn when something in it changes.
  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext("2d", { alpha: false });
    if (!element || !pen || !palette || size.width === 0) return;
    const handle = requestAnimationFrame(() => {
      const scale = window.devicePixelRatio || 1;
      const [w, h] = [Math.round(size.width * scale), Math.round(size.height * scale)];
      if (element.width !== w) element.width = w;
      if (element.height !== h) element.height = h;
      pen.setTransform(scale, 0, 0, scale, 0, 0);
      const scene: Scene = {
        view: { ...view, width: size.width },
        height: size.height,
        layers,
        palette,
        mediaId: file.id,
        duration,
        display,
        frames,
        clock: file.clock,
        aspect: video ? video.width / video.height : 16 / 9,
        thumbnails,
        thumbnailVersion,
        shots: detail.shots,
        longestShot: longest.shot,
        cues,
        longestCue: detail.longestCue,
        wave,
        signals,
        curve,
        hint: asked || moments.length > 0 ? "" : t.timeline.hint,
        moments,
        longestMoment: longest.moment,
        notes,
        longestNote: longest.note,
        tiers,
        begun,
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
    cues,
    signals,
    longest,
    palette,
    display,
    frames,
    video,
    thumbnails,
    thumbnailVersion,
    arrivals,
    wave,
    curve,
    asked,
    moments,
    notes,
    tiers,
    begun,
    file.id,
    file.clock,
    file.searchable,
    duration,
    markIn,
    markOut,
  ]);

  const pointer = usePointer({ box, view, change, moments, notes, tiers, layers, duration, rate, setHover });
  useWheel(box, change, duration, rate);

  const under = ({ x, y, time }: Hover) =>
    underPointer(
      {
        view,
        layers,
        shots: detail.shots,
        longestShot: longest.shot,
        cues,
        longestCue: detail.longestCue,
        signals,
        moments,
        longestMoment: longest.moment,
        notes,
        longestNote: longest.note,
        tiers: tiers.length,
      },
      x,
      y,
      time,
    );

  return (
    <section className="timeline" aria-label={t.timeline.label}>
      <div className="timeline-head">
        <RangeText file={file} />
        <div className="timeline-tools">
          <IconButton
            icon={List}
            size="small"
            label={t.timeline.list}
            action="timelineList"
            pressed={list}
            onClick={toggleList}
          />
          <ViewMenu file={file} />
          <span className="tool-gap" />
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
      <div className="timeline-body">
        {list && <ItemsList mediaId={file.id} moments={moments} notes={notes} />}
        <div ref={box} className="timeline-box" data-notes={rowsOf(layers)} {...pointer}>
          <canvas ref={canvas} className="timeline-canvas" role="img" aria-label={t.timeline.help} />
          <Playhead view={{ ...view, width: size.width }} />
          {hover && <HoverCard hover={hover} file={file} width={size.width} under={under(hover)} />}
        </div>
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

/** Where the annotations lie, as "top height" in pixels: what a test that uses a mouse must know of a canvas. */
const rowsOf = (layers: readonly Layer[]): string | undefined => {
  const notes = layers.find((l) => l.name === "notes");
  return notes && `${notes.top} ${notes.height}`;
};

function RangeText({ file }: { readonly file: MediaSummary }) {
  const markIn = usePlayer((s) => s.markIn);
  const markOut = usePlayer((s) => s.markOut);
  const display = useSettings((s) => s.timeDisplay);
  const frames = useDetail((s) => s.frames);
  if (markIn === undefined || markOut === undefined) return <span className="range-text" />;
  return (
    <span className="range-text">
      {t.timeline.range(
        showTime(markIn, display, frames, file.clock),
        showTime(markOut, display, frames, file.clock),
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
