import type { DoctorReport } from "../../contract/calls.ts";
import { aboutFiles, counted } from "./about-files.ts";
import { useLibrary } from "../state/library.ts";
import { useSession, useSettings } from "../state/settings.ts";

/** A report for support, as text that a person can read before it is sent anywhere. */
export function reportOf(doctor: DoctorReport): string {
  const { hello } = useSession.getState();
  const { theme, timeDisplay, depth, reducedMotion, networkOff, preset } = useSettings.getState();
  const { files, jobs } = useLibrary.getState();
  const report = {
    footnote: hello?.version,
    contract: hello?.contract,
    models: hello?.models.map((m) => m.id),
    window: {
      width: innerWidth,
      height: innerHeight,
      pixelRatio: devicePixelRatio,
      engine: navigator.userAgent,
    },
    settings: { theme, timeDisplay, depth, reducedMotion, networkOff, preset },
    checks: doctor.checks.map(({ name, state }) => ({ name, state })),
    library: aboutFiles(files),
    jobs: counted(jobs.map((j) => `${j.state}${j.error ? ` ${j.error.code}` : ""}`)),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

export function saveReport(doctor: DoctorReport): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([reportOf(doctor)], { type: "application/json" }));
  link.download = "footnote-report.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
