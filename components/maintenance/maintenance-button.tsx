"use client";

import { Wrench } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { GuardedButton } from "@/components/values/guarded-button";
import type { MaintenanceRow } from "@/lib/api/maintenance";
import { maintenanceAddress, withScope } from "@/lib/client/addresses";
import { useScope } from "@/lib/client/state/use-scope";
import { useViewer } from "@/lib/client/state/viewer-context";
import { MaintenanceMark } from "./maintenance-mark";
import { StartDialog } from "./start-dialog";

interface MaintenanceButtonProps {
  clusterId: string;
  node: string;
  /** Its maintenance, if it is in one. */
  active: MaintenanceRow | null;
  size?: "default" | "small";
}

/** Leads into the maintenance of a node, or to the one that is under way. */
export function MaintenanceButton({ clusterId, node, active, size = "default" }: MaintenanceButtonProps) {
  const refusal = useViewer().refusal("operator");
  const { text } = useScope();
  const [open, setOpen] = useState(false);
  if (active) {
    return (
      <Button asChild size={size}>
        <Link href={withScope(maintenanceAddress(active.id), text)}>
          <MaintenanceMark row={active} />
        </Link>
      </Button>
    );
  }
  return (
    <>
      <GuardedButton size={size} refusal={refusal} onClick={() => setOpen(true)}>
        <Wrench /> Maintenance…<span className="sr-only"> of {node}</span>
      </GuardedButton>
      {open ? (
        <StartDialog clusterId={clusterId} node={node} maintenanceId={null} onClose={() => setOpen(false)} />
      ) : null}
    </>
  );
}
