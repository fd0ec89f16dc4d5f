import Link from "next/link";
import { Panel } from "@/components/values/panel";
import type { ClusterLogRow } from "@/lib/api/cluster-log";
import { withScope } from "@/lib/client/addresses";
import { ClusterLogList } from "./cluster-log-list";

interface ClusterLogPanelProps {
  clusterId: string;
  rows: readonly ClusterLogRow[];
}

/** The newest lines of one cluster's own log. */
export function ClusterLogPanel({ clusterId, rows }: ClusterLogPanelProps) {
  return (
    <Panel
      title="Cluster log"
      aside={
        <Link href={withScope("/timeline?view=log", clusterId)} className="text-accent hover:underline">
          All lines
        </Link>
      }
      bodyClassName="p-0"
    >
      {rows.length === 0 ? (
        <p className="p-4 text-muted">Nothing but starts and ends of tasks is in it.</p>
      ) : (
        <ClusterLogList rows={rows} />
      )}
    </Panel>
  );
}
