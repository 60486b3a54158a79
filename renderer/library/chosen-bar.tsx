import { Pause, Play, RotateCcw, Tags, Trash2, X } from "lucide-react";
import { IconButton } from "../parts/icon-button.tsx";
import { reindexFiles, removeFiles, steerJobs, tagFiles, useLibrary } from "../state/library.ts";
import { t } from "../strings/en.ts";

/** What can be done with several files at once. */
export function ChosenBar() {
  const chosen = useLibrary((s) => s.chosen);
  const files = useLibrary((s) => s.files);
  if (chosen.size < 2) return null;
  const ids = [...chosen];
  const states = new Set(files.filter((f) => chosen.has(f.id)).map((f) => f.state));
  return (
    <div className="chosen-bar" role="toolbar" aria-label={t.library.chosen(ids.length)}>
      <span className="grow">{t.library.chosen(ids.length)}</span>
      {(states.has("indexing") || states.has("queued")) && (
        <IconButton
          icon={Pause}
          size="small"
          label={t.library.pause}
          onClick={() => steerJobs(ids, "pause")}
        />
      )}
      {states.has("paused") && (
        <IconButton
          icon={Play}
          size="small"
          label={t.library.resume}
          onClick={() => steerJobs(ids, "resume")}
        />
      )}
      <IconButton icon={Tags} size="small" label={t.library.tags} onClick={() => tagFiles(ids)} />
      <IconButton icon={RotateCcw} size="small" label={t.library.reindex} onClick={() => reindexFiles(ids)} />
      <IconButton icon={Trash2} size="small" label={t.library.remove} onClick={() => removeFiles(ids)} />
      <IconButton
        icon={X}
        size="small"
        label={t.library.unchoose}
        onClick={() => useLibrary.setState({ chosen: new Set() })}
      />
    </div>
  );
}
