"use client";

import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/values/relative-time";
import type { ReplicationRow } from "@/lib/api/cluster-parts";
import { guestAddress, withScope } from "@/lib/client/addresses";
import { countOf } from "@/lib/client/format/format-count";
import { useScope } from "@/lib/client/state/use-scope";

interface ReplicationListProps {
  clusterId: string;
  jobs: readonly ReplicationRow[];
  empty: string;
}

/** Which guest's disks are copied from where to where, and when that last worked. */
export function ReplicationList({ clusterId, jobs, empty }: ReplicationListProps) {
  const { text } = useScope();
  if (jobs.length === 0) return <p className="text-muted">{empty}</p>;
  return (
    <ul className="divide-y divide-line">
      {jobs.map((job) => (
        <li key={job.id} className="py-2 text-sm first:pt-0 last:pb-0">
          <div className="flex flex-wrap items-center justify-between gap-x-3">
            <span className="flex flex-wrap items-center gap-1.5">
              <Link
                href={withScope(guestAddress(clusterId, job.vmid), text)}
                className="text-accent underline underline-offset-2"
              >
                {job.name ?? job.vmid}
              </Link>
              <span>
                {job.source ?? "its node"} → {job.target}
              </span>
              {job.enabled ? null : <Badge tone="off">switched off</Badge>}
              {job.failures ? <Badge tone="bad">failed {countOf(job.failures, "time")}</Badge> : null}
            </span>
            <span className="text-muted">
              copied <RelativeTime atMs={job.lastSyncAtMs} missing="Not known yet" />
              {job.schedule ? <span className="font-mono"> · {job.schedule}</span> : null}
            </span>
          </div>
          {job.error ? <p className="break-words text-bad">{job.error}</p> : null}
        </li>
      ))}
    </ul>
  );
}
