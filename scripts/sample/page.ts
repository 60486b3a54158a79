import { NeutralToneMapping, PCFShadowMap, PerspectiveCamera, Scene, WebGLRenderer } from "three";
import { poseCamera } from "./camera.ts";
import { layersAt, placedShots } from "./film.ts";
import { seeded } from "./kit/random.ts";
import { FPS, HEIGHT, WIDTH } from "./shot.ts";
import type { Animate, Stage } from "./shot.ts";

/** Runs in the browser page: draws any frame of the film on request. */
export interface FilmPage {
  /** The frame as a JPEG data URL. */
  readonly draw: (frame: number, scale: number) => string;
}

declare global {
  interface Window {
    film: FilmPage;
  }
}

interface Built {
  readonly stage: Stage;
  readonly animate: Animate;
}

const renderer = new WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
renderer.shadowMap.enabled = true;
renderer.shadowMap.type = PCFShadowMap;
renderer.toneMapping = NeutralToneMapping;

function layerCanvas(): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("no 2D canvas in this browser");
  return context;
}

const picture = layerCanvas();
const layer = layerCanvas();
const built = new Map<number, Built>();

function build(index: number): Built {
  const known = built.get(index);
  if (known !== undefined) return known;
  for (const old of built.keys()) if (Math.abs(old - index) > 1) built.delete(old);
  const placed = placedShots[index];
  if (placed === undefined) throw new Error(`no shot ${index}`);
  const stage: Stage = {
    scene: new Scene(),
    camera: new PerspectiveCamera(placed.shot.camera.fov, WIDTH / HEIGHT, 0.05, 900),
    random: seeded(index * 7919 + 11),
    exposure: 1,
    overlay: undefined,
    vignette: 0.34,
    wash: undefined,
  };
  stage.scene.add(stage.camera);
  const one = { stage, animate: placed.shot.build(stage) };
  built.set(index, one);
  return one;
}

/** Dark corners and a wash of colour: the film's grade. */
function grade(context: CanvasRenderingContext2D, stage: Stage): void {
  if (stage.wash !== undefined) {
    context.globalCompositeOperation = "soft-light";
    context.fillStyle = stage.wash;
    context.fillRect(0, 0, WIDTH, HEIGHT);
  }
  if (stage.vignette > 0) {
    context.globalCompositeOperation = "multiply";
    const shade = context.createRadialGradient(
      WIDTH / 2,
      HEIGHT * 0.48,
      HEIGHT * 0.45,
      WIDTH / 2,
      HEIGHT / 2,
      WIDTH * 0.62,
    );
    shade.addColorStop(0, "rgb(255,255,255)");
    const dark = Math.round(255 * (1 - stage.vignette));
    shade.addColorStop(1, `rgb(${dark},${dark},${Math.min(255, dark + 12)})`);
    context.fillStyle = shade;
    context.fillRect(0, 0, WIDTH, HEIGHT);
  }
  context.globalCompositeOperation = "source-over";
}

function drawShot(context: CanvasRenderingContext2D, index: number, frame: number, scale: number): void {
  const { stage, animate } = build(index);
  const placed = placedShots[index];
  if (placed === undefined) return;
  const t = frame / FPS;
  poseCamera(stage.camera, placed.shot.camera, t);
  animate(t);
  renderer.toneMappingExposure = stage.exposure;
  renderer.render(stage.scene, stage.camera);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 1;
  context.drawImage(renderer.domElement, 0, 0, context.canvas.width, context.canvas.height);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  grade(context, stage);
  stage.overlay?.(context, t);
}

function draw(frame: number, scale: number): string {
  const [width, height] = [Math.round(WIDTH * scale), Math.round(HEIGHT * scale)];
  if (picture.canvas.width !== width || picture.canvas.height !== height) {
    renderer.setSize(width, height, false);
    for (const context of [picture, layer]) Object.assign(context.canvas, { width, height });
  }
  picture.setTransform(1, 0, 0, 1, 0, 0);
  picture.globalAlpha = 1;
  picture.fillStyle = "#000";
  picture.fillRect(0, 0, width, height);
  for (const one of layersAt(frame)) {
    if (one.weight <= 0) continue;
    drawShot(layer, one.index, one.frame, scale);
    picture.globalAlpha = one.weight;
    picture.drawImage(layer.canvas, 0, 0);
  }
  return picture.canvas.toDataURL("image/jpeg", 0.98);
}

window.film = { draw };
