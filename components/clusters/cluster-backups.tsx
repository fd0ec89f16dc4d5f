"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { Panel } from "@/components/values/panel";
import { RelativeTime } from "@/components/values/relative-time";
import type { ClusterDetail } from "@/lib/api/cluster-detail";
import { guestAddress, withScope } from "@/lib/client/addresses";
import { countOf } from "@/lib/client/format/format-count";
import { useScope } from "@/lib/client/state/use-scope";
import { NotReadYet } from "./not-read-yet";

interface ClusterBackupsProps {
  clusterId: string;
  backups: ClusterDetail["backups"];
}

/** Which guests no backup job covers, and what the backup storages hold. */
export function ClusterBackups({ clusterId, backups }: ClusterBackupsProps) {
  if (!backups) {
    return (
      <Panel title="Backups">
        <NotReadYet what="The backups have" />
      </Panel>
    );
  }
  const { uncovered, archives } = backups;
  return (
    <Panel title="Backups">
      <Uncovered clusterId={clusterId} uncovered={uncovered} />
      {archives.length > 0 ? (
        <ul className="mt-2 divide-y divide-line border-line border-t">
          {archives.map(({ storage, node, guests, newestAtMs, readAtMs }) => (
            <li
              key={`${storage}@${node}`}
              className="flex justify-between gap-3 pt-1.5 pb-1.5 text-sm last:pb-0"
            >
              <span className="min-w-0">
                {storage}
                {node ? <span className="text-muted"> on {node}</span> : null}
                <span className="block text-muted text-xs">archives of {countOf(guests, "guest")}</span>
              </span>
              <span className="text-right">
                {newestAtMs === null ? (
                  <span className="text-muted">empty</span>
                ) : (
                  <>
                    newest <RelativeTime atMs={newestAtMs} />
                  </>
                )}
                <span className="block text-muted text-xs">
                  looked <RelativeTime atMs={readAtMs} />
                </span>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </Panel>
  );
}

type Uncovered = NonNullable<NonNullable<ClusterDetail["backups"]>["uncovered"]>;

function Uncovered({ clusterId, uncovered }: { clusterId: string; uncovered: Uncovered | null }) {
  const { text } = useScope();
  if (uncovered === null) {
    return <p className="text-muted">Which guests the backup jobs cover could not be read.</p>;
  }
  if (uncovered.length === 0) {
    return (
      <p className="flex items-center gap-1.5">
        <CircleCheck aria-hidden className="size-4 shrink-0 text-ok" /> Every guest has a backup job
      </p>
    );
  }
  return (
    <details>
      <summary className="cursor-pointer">
        <TriangleAlert aria-hidden className="mr-1.5 inline size-4 text-warn" />
        No backup job covers {countOf(uncovered.length, "guest")}
      </summary>
      <ul className="mt-1 flex flex-wrap gap-x-3 gap-y-1 text-sm">
        {uncovered.map(({ vmid, name }) => (
          <li key={vmid}>
            <Link
              href={withScope(guestAddress(clusterId, vmid), text)}
              className="text-accent hover:underline"
            >
              {name ?? vmid}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}
