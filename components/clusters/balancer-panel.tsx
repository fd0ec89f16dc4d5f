import { TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/values/panel";
import type { AutomationCluster } from "@/lib/api/automation";
import type { ClusterDetail } from "@/lib/api/cluster-detail";
import { NotReadYet } from "./not-read-yet";

const MODES: Readonly<Record<string, string>> = {
  basic: "It places guests under high availability by their number alone.",
  static: "It places guests under high availability by the CPU and memory that they are configured with.",
  dynamic: "It places guests under high availability by the CPU and memory that they really use.",
};

interface BalancerPanelProps {
  balancer: ClusterDetail["balancer"];
  standalone: boolean;
  /** What Evenkeel leaves to it; null until that is read. */
  acting: AutomationCluster["nativeBalancer"];
}

/** How PVE itself places guests, and whether it also moves them. */
export function BalancerPanel({ balancer, standalone, acting }: BalancerPanelProps) {
  if (!balancer) {
    return (
      <Panel title="Proxmox VE's own balancer">
        {standalone ? (
          <p className="text-muted">A single host has nothing to balance.</p>
        ) : (
          <NotReadYet what="Its mode has" />
        )}
      </Panel>
    );
  }
  const { mode, automatic } = balancer;
  return (
    <Panel
      title="Proxmox VE's own balancer"
      aside={<Badge tone={automatic ? "accent" : "neutral"}>{mode}</Badge>}
    >
      <p>{MODES[mode] ?? `Its mode is ${mode}.`}</p>
      <p className="mt-1 text-muted">
        {automatic
          ? (acting?.explanation ?? "It also moves them by itself to keep the nodes even.")
          : "It places them when they start or their node fails, and moves nothing by itself."}
      </p>
      {acting?.warning ? (
        <p className="mt-2 flex items-start gap-2 text-warn">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {acting.warning}
        </p>
      ) : null}
    </Panel>
  );
}
