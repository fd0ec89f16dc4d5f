"use client";

import { Wrench } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { PageHeading } from "@/components/values/page-heading";
import { Panel } from "@/components/values/panel";
import { EmptyState, ErrorState } from "@/components/values/states";
import type { MaintenanceOverview, MaintenanceRow } from "@/lib/api/maintenance";
import { nodeAddress, settingsAddress, withScope } from "@/lib/client/addresses";
import { countOf } from "@/lib/client/format/format-count";
import { messageOf } from "@/lib/client/http/api-error";
import { useMaintenanceOverview } from "@/lib/client/maintenance/use-maintenance";
import { useClusters } from "@/lib/client/state/initial-rows";
import { useScope } from "@/lib/client/state/use-scope";
import { MaintenanceCard } from "./maintenance-card";
import { MaintenanceHistory } from "./maintenance-history";
import { NodeModes } from "./node-modes";

/** Nodes that are taken out of service: which, why, how far they are emptied, and the way back. */
export function MaintenancePage({ initial }: { initial: MaintenanceOverview }) {
  const scope = useScope();
  const clusters = useClusters().filter(({ id }) => scope.has(id));
  const { data, error } = useMaintenanceOverview(initial);
  const overview = data?.data;
  return (
    <>
      <PageHeading
        title="Maintenance"
        description="Empty a node before work on it, see when it is safe to reboot, and bring its guests home."
      />
      {clusters.length === 0 ? (
        <div className="panel">
          <EmptyState
            Icon={Wrench}
            title="No cluster yet"
            action={
              <Button asChild variant="primary">
                <Link href={settingsAddress("connections")}>Open connections</Link>
              </Button>
            }
          >
            Once a cluster is connected, its nodes can be emptied from here.
          </EmptyState>
        </div>
      ) : (
        <div className="flex flex-col gap-3">
          {error && !overview ? (
            <div className="panel">
              <ErrorState title="Maintenance could not be read">{messageOf(error)}</ErrorState>
            </div>
          ) : null}
          {overview || error ? null : <Skeleton className="h-28 rounded-lg" />}
          {overview ? (
            <>
              <NativeNotes native={overview.native.filter(({ clusterId }) => scope.has(clusterId))} />
              <Cards title="In maintenance" rows={overview.active} />
              <NodeModes overview={overview} />
              <Cards title="Guests to bring home" rows={overview.open} />
            </>
          ) : null}
          <MaintenanceHistory />
        </div>
      )}
    </>
  );
}

function Cards({ title, rows }: { title: string; rows: readonly MaintenanceRow[] }) {
  const scope = useScope();
  const several = useClusters().filter(({ id }) => scope.has(id)).length > 1;
  const shown = rows.filter(({ clusterId }) => scope.has(clusterId));
  if (shown.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className="mb-2 font-semibold text-base">{title}</h2>
      <ul className="grid gap-3 xl:grid-cols-2">
        {shown.map((row) => (
          <MaintenanceCard key={row.id} row={row} clusterName={several ? row.clusterName : null} />
        ))}
      </ul>
    </section>
  );
}

/** Nodes that somebody put into PVE's own maintenance: only a shell ends that, and guests without HA stay there. */
function NativeNotes({ native }: { native: MaintenanceOverview["native"] }) {
  const { text } = useScope();
  if (native.length === 0) return null;
  return (
    <Panel title="In maintenance of Proxmox VE's high availability">
      <ul className="flex flex-col gap-2">
        {native.map(({ clusterId, node, guestsLeft }) => (
          <li key={`${clusterId}:${node}`}>
            <Link
              href={withScope(nodeAddress(clusterId, node), text)}
              className="font-medium hover:text-accent hover:underline"
            >
              {node}
            </Link>{" "}
            <span className="text-muted">
              {guestsLeft === 0
                ? "has no guest left."
                : `still has ${countOf(guestsLeft, "guest")} without high availability.`}{" "}
              It is ended in a shell of a node:{" "}
              <code className="whitespace-nowrap font-mono text-fg text-sm">
                ha-manager crm-command node-maintenance disable {node}
              </code>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
