import { X } from "lucide-react";
import { IconButton } from "../parts/icon-button.tsx";
import { stopExport, useExport } from "../state/export.ts";
import { t } from "../strings/en.ts";

/** An export under way: how far it is, and a way to stop it. Nothing else waits for it. */
export function ExportProgress() {
  const running = useExport((s) => s.running);
  if (!running) return null;
  const share = running.total ? running.done / running.total : undefined;
  return (
    <div className="export-progress" role="status">
      <span>
        {share === undefined ? t.export.writing : `${t.export.writing} ${Math.round(share * 100)} %`}
      </span>
      <progress {...(share === undefined ? {} : { value: share })} max={1} aria-label={t.export.writing} />
      <IconButton icon={X} size="small" label={t.export.stop} onClick={stopExport} />
    </div>
  );
}
