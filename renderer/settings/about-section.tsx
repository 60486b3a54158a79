import { CircleAlert, CircleCheck, CircleX } from "lucide-react";
import { useEffect, useState } from "react";
import type { DoctorReport } from "../../contract/calls.ts";
import { call } from "../connection/engine.ts";
import { act } from "../state/library.ts";
import { useSession } from "../state/settings.ts";
import { t } from "../strings/en.ts";
import { DecoderTrials } from "./decoder-setting.tsx";
import { reportOf, saveReport } from "./report.ts";

const marks = { ok: CircleCheck, warning: CircleAlert, missing: CircleX };

/** What Footnote found on this machine, and a report that can be read before it is sent anywhere. */
export function AboutSection() {
  const version = useSession((s) => s.hello?.version);
  const [report, setReport] = useState<DoctorReport>();
  const [shown, setShown] = useState(false);
  useEffect(() => act(async () => setReport(await call("engine.doctor", {}))), []);
  return (
    <section>
      <h3>{t.settings.doctor}</h3>
      <ul className="checks">
        {report?.checks.map((check) => {
          const Mark = marks[check.state];
          return (
            <li key={check.name} className={check.state}>
              <Mark size={14} aria-label={t.settings.states[check.state]} /> <b>{check.name}</b>{" "}
              <span>{check.found}</span>
              {check.advice && <small>{check.advice}</small>}
            </li>
          );
        })}
      </ul>
      <DecoderTrials />
      <h3>{t.settings.support}</h3>
      <p className="dim">{t.settings.reportHint}</p>
      <p className="report">
        <button
          type="button"
          className="button small"
          disabled={!report}
          onClick={() => report && saveReport(report)}
        >
          {t.settings.report}
        </button>{" "}
        <button
          type="button"
          className="button small"
          disabled={!report}
          aria-expanded={shown}
          onClick={() => setShown(!shown)}
        >
          {shown ? t.settings.hideReport : t.settings.showReport}
        </button>
      </p>
      {shown && report && <pre className="report-text">{reportOf(report)}</pre>}
      {version && <p className="dim">{t.settings.version(version)}</p>}
    </section>
  );
}
