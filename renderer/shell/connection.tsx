import { useSession } from "../state/settings.ts";
import { t } from "../strings/en.ts";

/** Says so while the engine cannot be reached; everything on screen stays as it was. */
export function Connection() {
  const status = useSession((s) => s.status);
  const tries = useSession((s) => s.tries);
  if (status === "open" || (status === "connecting" && tries === 0)) return null;
  return (
    <div className="banner" role="alert">
      {tries > 5 ? t.lostLong : t.lost}
    </div>
  );
}
