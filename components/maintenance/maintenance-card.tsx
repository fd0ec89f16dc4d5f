"use client";

import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/values/relative-time";
import type { MaintenanceRow } from "@/lib/api/maintenance";
import { maintenanceAddress, nodeAddress, withScope } from "@/lib/client/addresses";
import { cn } from "@/lib/client/class-names";
import { isGoingOn } from "@/lib/client/maintenance/use-maintenance";
import { useScope } from "@/lib/client/state/use-scope";
import { MaintenanceMark } from "./maintenance-mark";
import { MaintenanceProgressBar } from "./maintenance-progress-bar";

interface MaintenanceCardProps {
  row: MaintenanceRow;
  /** Set when several clusters are shown together. */
  clusterName: string | null;
}

/** A node in maintenance: how it stands, who put it there, why and until when. */
export function MaintenanceCard({ row, clusterName }: MaintenanceCardProps) {
  const { text } = useScope();
  return (
    <li
      className={cn(
        "panel flex flex-col gap-2 p-4",
        row.safeToReboot && "border-ok",
        row.evacuation === "blocked" && "border-bad",
      )}
    >
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h3 className="flex flex-wrap items-center gap-x-3 text-lg">
          <Link
            href={withScope(nodeAddress(row.clusterId, row.node), text)}
            className="font-semibold hover:text-accent hover:underline"
          >
            {clusterName ? <span className="font-normal text-muted">{clusterName} / </span> : null}
            {row.node}
          </Link>
          <MaintenanceMark row={row} className="font-medium" />
        </h3>
        <Button asChild variant={row.active ? "primary" : "secondary"}>
          <Link href={withScope(maintenanceAddress(row.id), text)}>
            {row.active ? "Follow" : "Open"}
            <span className="sr-only"> the maintenance of {row.node}</span>
          </Link>
        </Button>
      </div>
      <p className="text-pretty">{row.summary}</p>
      {row.trouble ? <p className="text-warn">{row.trouble}</p> : null}
      {isGoingOn(row) && row.evacuation === "running" ? <MaintenanceProgressBar row={row} /> : null}
      <MaintenanceFacts row={row} />
    </li>
  );
}

/** Who, why, since and until when. */
export function MaintenanceFacts({ row }: { row: MaintenanceRow }) {
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-muted text-sm">
      <span>
        By {row.startedBy}, <RelativeTime atMs={row.startedAtMs} />
        {row.reason === "" ? "." : `: ${row.reason}.`}
      </span>
      {row.endedAtMs === null ? (
        row.untilMs === null ? (
          <span>No end is set.</span>
        ) : (
          <span className={row.overdue ? "text-warn" : undefined}>
            {row.overdue ? "Was to end" : "Ends"} <RelativeTime atMs={row.untilMs} />.
          </span>
        )
      ) : (
        <span>
          Ended <RelativeTime atMs={row.endedAtMs} />
          {row.endedBy === null ? "" : ` by ${row.endedBy}`}.
        </span>
      )}
      {row.native ? <Badge tone="warn">also HA maintenance</Badge> : null}
      {row.nodeStatus === "offline" ? <Badge tone="bad">offline</Badge> : null}
    </p>
  );
}
