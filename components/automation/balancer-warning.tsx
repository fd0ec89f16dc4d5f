"use client";

import { TriangleAlert } from "lucide-react";
import type { AutomationCluster } from "@/lib/api/automation";

/** Where PVE's own balancer acts on the same guests: what that means and how to leave one of the two to it. */
export function BalancerWarning({ balancer }: { balancer: AutomationCluster["nativeBalancer"] }) {
  if (balancer === null || balancer.warning === null) return null;
  return (
    <section
      aria-label="Proxmox VE's own balancer"
      className="flex items-start gap-3 rounded-lg border border-warn px-4 py-3"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      <div className="min-w-0">
        <p className="font-medium">{balancer.warning}</p>
        <p className="text-muted">{balancer.explanation}</p>
        <p className="break-words font-mono text-muted text-sm">{balancer.setting}</p>
      </div>
    </section>
  );
}
