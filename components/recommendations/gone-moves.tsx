import { Panel } from "@/components/values/panel";
import type { PlanChanges } from "@/lib/api/recommendations";
import { GuestName } from "./guest-name";

interface GoneMovesProps {
  clusterId: string;
  gone: PlanChanges["gone"];
  names: ReadonlyMap<number, string>;
}

/** Moves of the plan before that are not advised any more. */
export function GoneMoves({ clusterId, gone, names }: GoneMovesProps) {
  if (gone.length === 0) return null;
  return (
    <Panel title="No longer advised">
      <ul className="flex flex-col gap-1 text-sm">
        {gone.map(({ vmid, from, to }) => (
          <li key={vmid} className="flex flex-wrap justify-between gap-x-3">
            <GuestName clusterId={clusterId} vmid={vmid} name={names.get(vmid) ?? null} />
            <span className="text-muted">
              {from} → {to}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
