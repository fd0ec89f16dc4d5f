import { Panel } from "@/components/values/panel";
import type { PlanView } from "@/lib/api/recommendations";
import { GuestName } from "./guest-name";

interface PlanBlockedProps {
  clusterId: string;
  blocked: PlanView["blocked"];
  names: ReadonlyMap<number, string>;
}

/** Guests that must move and cannot, each with what would free it. */
export function PlanBlocked({ clusterId, blocked, names }: PlanBlockedProps) {
  if (blocked.length === 0) return null;
  return (
    <Panel title="Must move and cannot" bodyClassName="p-0">
      <ul className="divide-y divide-line">
        {blocked.map(({ vmid, node, detail, fix }) => (
          <li key={vmid} className="px-4 py-2.5">
            <p className="flex flex-wrap gap-x-3">
              <GuestName clusterId={clusterId} vmid={vmid} name={names.get(vmid) ?? null} />
              <span className="text-muted">on {node}</span>
            </p>
            <p className="text-sm">{detail}</p>
            <p className="text-sm">
              <span className="font-medium text-warn">To free it:</span> {fix}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
