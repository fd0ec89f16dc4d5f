import { TriangleAlert } from "lucide-react";
import { GuestName } from "@/components/recommendations/guest-name";
import type { MaintenanceBlocker } from "@/lib/api/maintenance";

interface BlockerListProps {
  clusterId: string;
  blockers: readonly MaintenanceBlocker[];
}

/** What keeps a node from being empty, each with what helps. */
export function BlockerList({ clusterId, blockers }: BlockerListProps) {
  return (
    <ul aria-label="What blocks" className="divide-y divide-line">
      {blockers.map(({ vmid, name, reason, detail, fix }) => (
        <li key={`${vmid ?? ""}:${reason}:${detail}`} className="flex items-start gap-3 px-4 py-2.5">
          <TriangleAlert aria-hidden className="mt-1 size-4 shrink-0 text-bad" />
          <div className="min-w-0">
            {vmid === null ? null : <GuestName clusterId={clusterId} vmid={vmid} name={name} />}
            <p className="break-words text-sm">{detail}</p>
            <p className="break-words text-sm">
              <span className="font-medium text-warn">What helps:</span> {fix}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
