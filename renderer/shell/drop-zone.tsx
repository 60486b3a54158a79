import { FolderInput } from "lucide-react";
import { useEffect, useState } from "react";
import { PickId } from "../../contract/ids.ts";
import { act, importPicks } from "../state/library.ts";
import { importDropped, readDrop } from "../library/import-dropped.ts";
import { t } from "../strings/en.ts";

/**
 * Films and folders dropped anywhere are imported. A browser tells a page no paths, so there they are looked for in the folders
 * that the engine opened; the desktop window takes the files themselves.
 */
export function DropZone() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
    let depth = 0;
    const onEnter = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth++;
      setOver(true);
    };
    const onLeave = (): void => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const onOver = (event: DragEvent): void => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      const bridge = window.footnoteDesktop;
      const files = [...(event.dataTransfer?.files ?? [])];
      const { dataTransfer } = event;
      if (!bridge) {
        const dropped = dataTransfer ? readDrop(dataTransfer) : [];
        return act(() => importDropped(dropped));
      }
      act(async () => importPicks((await bridge.pickDropped(files)).map((pick) => PickId.parse(pick))));
    };
    window.addEventListener("dragenter", onEnter);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("dragover", onOver);
    window.addEventListener("drop", onDrop);
    return () => {
      window.removeEventListener("dragenter", onEnter);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("drop", onDrop);
    };
  }, []);
  if (!over) return null;
  return (
    <div className="drop-zone" aria-hidden>
      <FolderInput size={36} strokeWidth={1.4} />
      <p>{t.library.dropHint}</p>
    </div>
  );
}
