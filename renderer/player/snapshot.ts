import type { MediaId } from "../../contract/ids.ts";
import { fileOf } from "../state/library.ts";
import { notify } from "../state/notices.ts";
import { bulk } from "../state/settings.ts";
import { t } from "../strings/en.ts";

/** Saves a frame as the PNG that the engine decodes, and puts it on the clipboard where the browser lets it. */
export function saveSnapshot(id: MediaId | undefined, frame: number): void {
  const file = fileOf(id);
  if (!id || !file?.probe?.video) return;
  const save = async (): Promise<void> => {
    const answer = await fetch(bulk(`media/${id}/frame/${frame}.png`));
    if (!answer.ok) throw new Error(String(answer.status));
    const picture = await answer.blob();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(picture);
    link.download = `${file.name.replace(/\.[^.]+$/, "")} frame ${frame}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    // A second service, not the first: no clipboard is no failure.
    await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]).catch(() => {});
    notify("info", t.player.copied(frame));
  };
  save().catch((error: unknown) => notify("error", `${file.name}: ${String(error)}`));
}
