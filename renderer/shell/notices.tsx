import { CircleCheck, TriangleAlert, X } from "lucide-react";
import { dismiss, useNotices } from "../state/notices.ts";
import { t } from "../strings/en.ts";

/** Remarks in the corner: nothing modal. */
export function Notices() {
  const notices = useNotices((s) => s.notices);
  return (
    <div className="notices" role="log" aria-live="polite">
      {notices.map((notice) => (
        <div key={notice.id} className={`notice ${notice.level}`}>
          {notice.level === "info" ? (
            <CircleCheck size={15} aria-hidden />
          ) : (
            <TriangleAlert size={15} aria-hidden />
          )}
          <div>
            {notice.file && <b>{notice.file}</b>}
            <span>{notice.text}</span>
            {notice.hint && <small>{notice.hint}</small>}
          </div>
          <button
            type="button"
            className="icon-button small"
            aria-label={t.dismiss}
            onClick={() => dismiss(notice.id)}
          >
            <X size={13} aria-hidden />
          </button>
        </div>
      ))}
    </div>
  );
}
