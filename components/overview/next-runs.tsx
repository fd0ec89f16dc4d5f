"use client";

import Link from "next/link";
import { z } from "zod";
import { Skeleton } from "@/components/ui/skeleton";
import { Panel } from "@/components/values/panel";
import { RelativeTime } from "@/components/values/relative-time";
import { jobFunctionRow } from "@/lib/api/jobs";
import { JOB_FUNCTIONS_ADDRESS } from "@/lib/client/http/api-addresses";
import { useApi } from "@/lib/client/http/use-api";

const functionList = z.array(jobFunctionRow);
const MOST = 3;

/** What runs next, counted down. */
export function NextRuns() {
  const { data, error } = useApi(JOB_FUNCTIONS_ADDRESS, functionList, { refreshInterval: 10_000 });
  const next = (data?.data ?? [])
    .flatMap(({ id, name, nextRunAtMs }) => (nextRunAtMs === null ? [] : [{ id, name, nextRunAtMs }]))
    .sort((a, b) => a.nextRunAtMs - b.nextRunAtMs)
    .slice(0, MOST);

  return (
    <Panel
      title="Next runs"
      aside={
        <Link href="/jobs" className="text-accent hover:underline">
          Jobs
        </Link>
      }
      bodyClassName="px-4 py-1.5"
    >
      {error ? <p className="py-1 text-muted">The schedule could not be read.</p> : null}
      {data || error ? null : <Skeleton className="my-1.5 h-14" />}
      <ul>
        {next.map(({ id, name, nextRunAtMs }) => (
          <li key={id} className="flex justify-between gap-3 py-0.5 text-sm">
            <span className="truncate">{name}</span>
            <RelativeTime atMs={nextRunAtMs} />
          </li>
        ))}
      </ul>
      {data && next.length === 0 ? <p className="py-1 text-muted">Nothing is scheduled.</p> : null}
    </Panel>
  );
}
