import type { MediaId } from "../../contract/ids.ts";
import { fileOf } from "../state/library.ts";
import { notify } from "../state/notices.ts";
import { bulk } from "../state/settings.ts";
import { t } from "../strings/en.ts";

/** The frame as the PNG that the engine decodes, in full size. */
async function pictureOf(id: MediaId, frame: number): Promise<Blob> {
  const answer = await fetch(bulk(`media/${id}/frame/${frame}.png`));
  if (!answer.ok) throw new Error(String(answer.status));
  return await answer.blob();
}

/** Saves a frame as a file. */
export function saveSnapshot(id: MediaId | undefined, frame: number): void {
  const file = fileOf(id);
  if (!id || !file?.probe?.video) return;
  const save = async (): Promise<void> => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await pictureOf(id, frame));
    link.download = `${file.name.replace(/\.[^.]+$/, "")} frame ${frame}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    notify("info", t.player.copied(frame));
  };
  save().catch((error: unknown) => notify("error", `${file.name}: ${String(error)}`));
}

/** Puts a frame on the clipboard, where the browser lets it. */
export function copySnapshot(id: MediaId | undefined, frame: number): void {
  const file = fileOf(id);
  if (!id || !file?.probe?.video) return;
  // The promise is handed on as it is: what a key press allows has lapsed by the time the picture is there.
  const picture = pictureOf(id, frame);
  navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]).then(
    () => notify("info", t.player.copiedPicture(frame)),
    () => notify("error", t.player.notCopied),
  );
}
