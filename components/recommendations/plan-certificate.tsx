import { ChevronDown, CircleAlert, CircleCheck } from "lucide-react";
import { Panel } from "@/components/values/panel";
import type { PlanView } from "@/lib/api/recommendations";
import { countOf } from "@/lib/client/format/format-count";

/** What the checker, which shares no code with the search, found when it worked the plan out again. */
export function PlanCertificate({ certificate }: { certificate: PlanView["certificate"] }) {
  const { ok, checks } = certificate;
  const failed = checks.filter((check) => !check.ok);
  return (
    <Panel title="Certificate">
      <p className="flex items-start gap-2">
        {ok ? (
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
        ) : (
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
        )}
        <span>
          {ok
            ? `All ${checks.length} checks passed.`
            : `${failed.length} of ${countOf(checks.length, "check")} failed, so nothing is proposed.`}{" "}
          <span className="text-muted">
            A second program that shares nothing with the search worked every claim out again.
          </span>
        </span>
      </p>
      <details open={!ok} className="group mt-2">
        <summary className="flex cursor-pointer list-none items-center gap-1.5 py-1 text-muted text-sm hover:text-fg [&::-webkit-details-marker]:hidden">
          <ChevronDown
            aria-hidden
            className="-rotate-90 size-4 shrink-0 transition-transform duration-150 group-open:rotate-0"
          />
          What was checked
        </summary>
        <ul className="mt-1 flex flex-col gap-2 text-sm">
          {checks.map((check) => (
            <li key={check.check} className="flex items-start gap-2">
              {check.ok ? (
                <CircleCheck role="img" aria-label="passed" className="mt-0.5 size-3.5 shrink-0 text-ok" />
              ) : (
                <CircleAlert role="img" aria-label="failed" className="mt-0.5 size-3.5 shrink-0 text-bad" />
              )}
              <span className="min-w-0">
                <span className="font-medium">{check.check}</span>{" "}
                <span className="text-muted">{check.detail}</span>
              </span>
            </li>
          ))}
        </ul>
      </details>
    </Panel>
  );
}
