import { Menu } from "@base-ui/react/menu";
import { EllipsisVertical } from "lucide-react";
import type { MediaSummary } from "../../contract/media.ts";
import {
  locate,
  reindexFile,
  removeFiles,
  selectFile,
  steerJob,
  tagFiles,
  useLibrary,
} from "../state/library.ts";
import { open } from "../state/ui.ts";
import { t } from "../strings/en.ts";

/** What can be done with one file. */
export function FileMenu({ file }: { readonly file: MediaSummary }) {
  // Of several that are chosen, tags and removing mean all.
  const chosen = useLibrary((s) => s.chosen);
  const meant = chosen.has(file.id) ? [...chosen] : [file.id];
  const busy = file.state === "indexing" || file.state === "queued";
  const items: (readonly [string, () => void] | false)[] = [
    busy && [t.library.pause, () => steerJob(file.id, "pause")],
    file.state === "paused" && [t.library.resume, () => steerJob(file.id, "resume")],
    (busy || file.state === "paused") && [t.library.cancel, () => steerJob(file.id, "cancel")],
    (file.state === "failed" || file.state === "cancelled") && [
      t.library.retry,
      () => steerJob(file.id, "retry"),
    ],
    file.state === "missing" && [t.library.locate, () => locate(file.id)],
    [t.library.tags, () => tagFiles(meant)],
    file.probe !== undefined && [
      t.facts.open,
      () => {
        selectFile(file.id);
        open("facts");
      },
    ],
    file.state === "ready" && [
      t.library.setClock,
      () => {
        selectFile(file.id);
        open("clock");
      },
    ],
    file.state === "ready" && [t.library.reindex, () => reindexFile(file.id)],
    [t.library.remove, () => removeFiles(meant)],
  ];
  return (
    <Menu.Root>
      <Menu.Trigger className="icon-button small file-menu" aria-label={`${file.name}: ${t.details}`}>
        <EllipsisVertical size={14} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end">
          <Menu.Popup className="menu">
            {items.map(
              (item) =>
                item && (
                  <Menu.Item key={item[0]} className="menu-item" onClick={item[1]}>
                    {item[0]}
                  </Menu.Item>
                ),
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
