"use client";

import { MoveWay } from "@/components/moves/move-way";
import { GuestName } from "@/components/recommendations/guest-name";
import { RelativeTime } from "@/components/values/relative-time";
import type { DecisionView } from "@/lib/client/automation/decision-view";
import { guardrailTitle } from "@/lib/client/automation/guardrail-words";
import { needWord } from "@/lib/client/automation/run-words";
import { ActionMark, DecisionReason } from "./decision-parts";

interface DecisionCardsProps {
  clusterId: string;
  views: readonly DecisionView[];
  dryRun: boolean;
}

/** The decisions on a narrow screen. */
export function DecisionCards({ clusterId, views, dryRun }: DecisionCardsProps) {
  return (
    <ul aria-label="Decisions" className="divide-y divide-line">
      {views.map((view) => {
        const { decision } = view;
        return (
          <li key={`${decision.vmid}:${decision.from}:${decision.to}`} className="px-3 py-2.5 text-sm">
            <p className="flex flex-wrap items-center justify-between gap-x-3">
              <GuestName clusterId={clusterId} vmid={decision.vmid} name={decision.guestName} />
              <MoveWay from={decision.from} to={decision.to} className="font-medium" />
            </p>
            <p className="flex flex-wrap items-center gap-x-2">
              <ActionMark decision={decision} dryRun={dryRun} />
              <span className="text-muted">
                {decision.guardrail === null ? needWord(decision.need) : guardrailTitle(decision.guardrail)}
                {decision.untilMs === null ? null : (
                  <>
                    , until <RelativeTime atMs={decision.untilMs} />
                  </>
                )}
              </span>
            </p>
            <div className="text-pretty">
              <DecisionReason view={view} />
            </div>
          </li>
        );
      })}
    </ul>
  );
}
