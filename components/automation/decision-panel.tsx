"use client";

import { Download, SearchX } from "lucide-react";
import { Button } from "@/components/ui/button";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { Panel } from "@/components/values/panel";
import { EmptyState } from "@/components/values/states";
import { type DecisionView, filterDecisions } from "@/lib/client/automation/decision-view";
import { guardrailTitle } from "@/lib/client/automation/guardrail-words";
import { actionWord } from "@/lib/client/automation/run-words";
import { countOf } from "@/lib/client/format/format-count";
import { automationRunExportAddress } from "@/lib/client/http/acting-addresses";
import { usePhone } from "@/lib/client/state/use-phone";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { useSearchText } from "@/lib/client/state/use-search-text";
import { DecisionCards } from "./decision-cards";
import { DecisionTable } from "./decision-table";

interface DecisionPanelProps {
  runId: string;
  clusterId: string;
  views: readonly DecisionView[];
  dryRun: boolean;
}

/** Every decision of a run: who, from where to where, what was decided, by which guardrail, why and until when. */
export function DecisionPanel({ runId, clusterId, views, dryRun }: DecisionPanelProps) {
  const [parameters, change] = useSearchState();
  const [search, setSearch] = useSearchText("search");
  const phone = usePhone();
  const action = parameters.get("action") ?? "";
  const guardrail = parameters.get("guardrail") ?? "";
  const shown = filterDecisions(views, { search, action, guardrail });
  const actions = [...new Set(views.map(({ decision }) => decision.action))];
  const guardrails = [...new Set(views.flatMap(({ decision }) => decision.guardrail ?? []))];
  const clear = () => {
    setSearch("");
    change({ action: null, guardrail: null });
  };

  return (
    <Panel
      title="Decisions"
      aside={
        <span className="flex items-center gap-3">
          {shown.length === views.length
            ? countOf(views.length, "move")
            : `${shown.length} of ${views.length}`}
          <a
            href={automationRunExportAddress(runId)}
            download
            className="inline-flex min-h-6 items-center gap-1 text-accent hover:underline"
          >
            <Download aria-hidden className="size-3.5" /> CSV
          </a>
        </span>
      }
      bodyClassName="p-0"
    >
      <div className="flex flex-wrap gap-2 border-line border-b p-3">
        <SearchField
          label="Search in the decisions"
          placeholder="Guest, node, reason"
          className="flex-1 basis-full sm:basis-48"
          value={search}
          onSearch={setSearch}
        />
        <Select
          aria-label="Action"
          className="w-40 max-sm:w-auto max-sm:flex-1 max-sm:basis-32"
          value={action}
          onChange={(event) => change({ action: event.target.value })}
        >
          <option value="">Every action</option>
          {actions.map((one) => (
            <option key={one} value={one}>
              {actionWord(one, dryRun)}
            </option>
          ))}
        </Select>
        <Select
          aria-label="Guardrail"
          className="w-44 max-sm:w-auto max-sm:flex-1 max-sm:basis-32"
          value={guardrail}
          onChange={(event) => change({ guardrail: event.target.value })}
        >
          <option value="">Every guardrail</option>
          {guardrails.map((one) => (
            <option key={one} value={one}>
              {guardrailTitle(one)}
            </option>
          ))}
        </Select>
      </div>
      {shown.length === 0 ? (
        <EmptyState
          Icon={SearchX}
          title="No decision is like that"
          action={<Button onClick={clear}>Show all</Button>}
        >
          {countOf(views.length, "decision")} of this run {views.length === 1 ? "is" : "are"} hidden by the
          filter.
        </EmptyState>
      ) : phone ? (
        <DecisionCards clusterId={clusterId} views={shown} dryRun={dryRun} />
      ) : (
        <DecisionTable clusterId={clusterId} views={shown} dryRun={dryRun} />
      )}
    </Panel>
  );
}
