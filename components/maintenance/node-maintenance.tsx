"use client";

import { useMaintenanceOverview } from "@/lib/client/maintenance/use-maintenance";
import { MaintenanceButton } from "./maintenance-button";

interface NodeMaintenanceProps {
  clusterId: string;
  node: string;
}

/** The way into maintenance from a node's page. */
export function NodeMaintenance({ clusterId, node }: NodeMaintenanceProps) {
  const { data } = useMaintenanceOverview();
  const active = data?.data.active.find((row) => row.clusterId === clusterId && row.node === node);
  return <MaintenanceButton clusterId={clusterId} node={node} active={active ?? null} />;
}
