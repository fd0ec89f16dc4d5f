"use client";

import { Download, History } from "lucide-react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { Pager } from "@/components/values/pager";
import { Panel } from "@/components/values/panel";
import { EmptyState, ErrorState } from "@/components/values/states";
import { AUTOMATION_OUTCOMES, automationOutcome, automationRunRow } from "@/lib/api/automation";
import { listMeta } from "@/lib/api/envelope";
import { OUTCOME_LOOKS } from "@/lib/client/automation/run-words";
import { countOf } from "@/lib/client/format/format-count";
import { automationExportAddress, automationRunsAddress } from "@/lib/client/http/acting-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { RunTable } from "./run-table";

const PAGE_ROWS = 25;
const REFRESH_MS = 5_000;
const rows = z.array(automationRunRow);

/** Every run of a cluster, newest first; outcome and page are part of the address. */
export function RunHistory({ clusterId }: { clusterId: string }) {
  const [parameters, change] = useSearchState();
  const outcome = automationOutcome.safeParse(parameters.get("outcome")).data ?? null;
  const cursor = parameters.get("before");
  const { data, error } = useApi(
    automationRunsAddress({ cluster: clusterId, outcome, cursor, limit: String(PAGE_ROWS) }),
    rows,
    { refreshInterval: cursor === null ? REFRESH_MS : 0 },
  );
  const runs = data?.data ?? [];
  const meta = listMeta.safeParse(data?.meta).data;
  const next = meta?.nextCursor ?? null;

  return (
    <Panel
      title="Runs"
      aside={
        <div className="flex flex-wrap items-center gap-2 py-0.5">
          {meta ? <span>{countOf(meta.total, "run")}</span> : null}
          <Select
            aria-label="Outcome"
            className="w-44"
            value={outcome ?? ""}
            onChange={(event) => change({ outcome: event.target.value, before: null })}
          >
            <option value="">Every outcome</option>
            {AUTOMATION_OUTCOMES.map((one) => (
              <option key={one} value={one}>
                {OUTCOME_LOOKS[one].word}
              </option>
            ))}
          </Select>
          <Button asChild size="small">
            <a href={automationExportAddress({ cluster: clusterId })} download>
              <Download /> CSV
            </a>
          </Button>
        </div>
      }
      bodyClassName="p-0"
    >
      {data ? null : <NotThere error={error} />}
      {data && runs.length === 0 ? (
        <EmptyState Icon={History} title={outcome ? "No run ended like that" : "It has not run yet"}>
          {outcome
            ? "Choose another outcome to see others."
            : "Every run is kept here with all its decisions."}
        </EmptyState>
      ) : null}
      {runs.length > 0 ? (
        <RunTable
          runs={runs}
          onChoose={(run) => change({ view: null, run, search: null, action: null, guardrail: null }, "push")}
        />
      ) : null}
      <Pager cursor={cursor} next={next} onChange={(before) => change({ before }, "push")} />
    </Panel>
  );
}

function NotThere({ error }: { error: Error | undefined }) {
  if (!error) return <Skeleton className="m-4 h-40" />;
  return <ErrorState title="The runs could not be read">{messageOf(error)}</ErrorState>;
}
