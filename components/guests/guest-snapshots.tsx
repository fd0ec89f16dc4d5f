import { NotReadYet } from "@/components/clusters/not-read-yet";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/values/panel";
import { RelativeTime } from "@/components/values/relative-time";
import type { GuestDetail } from "@/lib/api/guest-detail";
import { countOf } from "@/lib/client/format/format-count";

/** The guest's snapshots, the newest first, with their ages. */
export function GuestSnapshots({ snapshots }: Pick<GuestDetail, "snapshots">) {
  if (!snapshots) {
    return (
      <Panel title="Snapshots">
        <NotReadYet what="Its snapshots have" />
      </Panel>
    );
  }
  return (
    <Panel
      title="Snapshots"
      aside={snapshots.length > 0 ? countOf(snapshots.length, "snapshot") : null}
      bodyClassName="px-4 py-2"
    >
      {snapshots.length === 0 ? <p className="py-1 text-muted">It has none.</p> : null}
      <ul className="divide-y divide-line">
        {[...snapshots].reverse().map(({ name, atMs, withMemory }) => (
          <li key={name} className="flex items-center justify-between gap-3 py-1.5 text-sm">
            <span className="flex min-w-0 items-center gap-1.5">
              <span className="truncate font-medium">{name}</span>
              {withMemory ? <Badge>with memory</Badge> : null}
            </span>
            <span className="text-muted">
              <RelativeTime atMs={atMs} missing="Proxmox VE does not say when it was taken" />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
