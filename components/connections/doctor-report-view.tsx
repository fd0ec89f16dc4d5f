import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { RelativeTime } from "@/components/values/relative-time";
import type { DoctorFinding, DoctorPrivilege, DoctorReport } from "@/lib/api/doctor";
import { CommandLines } from "./command-lines";

const SEVERITIES: Readonly<
  Record<DoctorFinding["severity"], { Icon: LucideIcon; tone: string; word: string }>
> = {
  critical: { Icon: CircleAlert, tone: "text-bad", word: "Critical" },
  warning: { Icon: TriangleAlert, tone: "text-warn", word: "Warning" },
  info: { Icon: Info, tone: "text-accent", word: "Note" },
  ok: { Icon: CircleCheck, tone: "text-ok", word: "Good" },
};

interface DoctorReportViewProps {
  report: DoctorReport;
  again: ReactNode;
}

/** The verdict first, then what to mend, then every privilege. */
export function DoctorReportView({ report, again }: DoctorReportViewProps) {
  const missing = report.privileges?.filter(({ state }) => state !== "granted") ?? [];
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1">
          {verdict(report)}{" "}
          <span className="text-muted">
            Examined <RelativeTime atMs={report.checkedAtMs} />
            {report.pveVersion ? `, Proxmox VE ${report.pveVersion}` : ""}.
          </span>
        </p>
        {again}
      </div>
      <section aria-label="Findings">
        <h3 className="mb-2 font-semibold">Findings</h3>
        <ul className="flex flex-col divide-y divide-line">
          {report.findings.map((finding) => (
            <Finding key={finding.id} finding={finding} />
          ))}
        </ul>
      </section>
      <section aria-label="Privileges">
        <h3 className="mb-1 font-semibold">What the token may do</h3>
        <p className="mb-2 break-all font-mono text-muted text-sm">{report.tokenId}</p>
        {report.privileges === null ? (
          <p className="text-muted">The token's rights could not be read.</p>
        ) : (
          <>
            {missing.length > 1 ? (
              <CommandLines title="Grant all that is missing" lines={report.grantAll} />
            ) : null}
            <ul className="mt-2 flex flex-col divide-y divide-line">
              {report.privileges.map((privilege) => (
                <Privilege key={`${privilege.privilege} ${privilege.path}`} privilege={privilege} />
              ))}
            </ul>
          </>
        )}
      </section>
    </div>
  );
}

function Finding({ finding }: { finding: DoctorFinding }) {
  const { Icon, tone, word } = SEVERITIES[finding.severity];
  return (
    <li className="flex items-start gap-2 py-2">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tone}`} />
      <div className="min-w-0 flex-1">
        <p>
          <span className="sr-only">{word}: </span>
          <span className="font-medium">{finding.title}.</span> {finding.message}
        </p>
        {finding.call && finding.severity !== "ok" ? (
          <p className="font-mono text-muted text-xs">
            {finding.call}
            {finding.status === null ? "" : ` answered ${finding.status}`}
          </p>
        ) : null}
        <CommandLines lines={finding.fix} />
      </div>
    </li>
  );
}

const STATES = {
  granted: { ...SEVERITIES.ok, word: "Granted" },
  partly: { ...SEVERITIES.warning, word: "Only in part" },
  missing: { ...SEVERITIES.warning, word: "Missing" },
} as const;

function Privilege({ privilege }: { privilege: DoctorPrivilege }) {
  const { privilege: name, path, purpose, feature, state, heldOn, fix } = privilege;
  // What it may not change is a choice; what it cannot see is a gap.
  const isChoice = state !== "granted" && purpose === "acting";
  const { Icon, tone } = isChoice ? SEVERITIES.info : STATES[state];
  return (
    <li className="flex items-start gap-2 py-2">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tone}`} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap gap-x-2">
          <span className="font-mono">{name}</span>
          <span className="text-muted">on {path}</span>
          <span>{STATES[state].word}</span>
        </p>
        {state === "granted" ? null : (
          <p className="text-muted">
            {state === "partly"
              ? `Held on ${heldOn.slice(0, 6).join(", ")} only; elsewhere `
              : "Without it: "}
            {feature}.
          </p>
        )}
        <CommandLines lines={fix} />
      </div>
    </li>
  );
}

function verdict({ findings, privileges }: DoctorReport): string {
  const bad = findings.filter(({ severity }) => severity === "critical" || severity === "warning").length;
  const gaps =
    privileges?.filter(({ state, purpose }) => state !== "granted" && purpose === "reading").length ?? 0;
  if (bad === 0 && gaps === 0) return "Nothing to mend.";
  const parts = [
    ...(bad > 0 ? [`${bad} ${bad === 1 ? "thing" : "things"} to mend`] : []),
    ...(gaps > 0 ? [`${gaps} ${gaps === 1 ? "privilege is" : "privileges are"} missing for reading`] : []),
  ];
  return `${parts.join(", ")}.`;
}
