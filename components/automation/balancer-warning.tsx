"use client";

import { Info, TriangleAlert } from "lucide-react";
import type { AutomationCluster } from "@/lib/api/automation";
import { cn } from "@/lib/client/class-names";

/** Where PVE's own balancer moves guests: what is left to it, and, where both act, how to have one of the two only. */
export function BalancerWarning({ balancer }: { balancer: AutomationCluster["nativeBalancer"] }) {
  if (balancer === null || !(balancer.automatic || balancer.warning)) return null;
  const { warning, explanation, setting } = balancer;
  const Icon = warning ? TriangleAlert : Info;
  return (
    <section
      aria-label="Proxmox VE's own balancer"
      className={cn(
        "flex items-start gap-3 rounded-lg border px-4 py-3",
        warning ? "border-warn" : "border-line",
      )}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", warning ? "text-warn" : "text-muted")} />
      <div className="min-w-0">
        {warning ? <p className="font-medium">{warning}</p> : null}
        <p className={warning ? "text-muted" : undefined}>{explanation}</p>
        <p className="break-words font-mono text-muted text-sm">{setting}</p>
      </div>
    </section>
  );
}
