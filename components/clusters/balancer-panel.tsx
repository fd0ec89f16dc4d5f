import { TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/values/panel";
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
  /** Where both it and Evenkeel would act; null otherwise. */
  warning: string | null;
}

/** How PVE itself places guests, and whether it also moves them. */
export function BalancerPanel({ balancer, standalone, warning }: BalancerPanelProps) {
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
          ? "It also moves them by itself to keep the nodes even. Evenkeel leaves those guests to it: it moves them only for a rule, an overfull node or a maintenance."
          : "It places them when they start or their node fails, and moves nothing by itself."}
      </p>
      {warning ? (
        <p className="mt-2 flex items-start gap-2 text-warn">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {warning}
        </p>
      ) : null}
    </Panel>
  );
}
