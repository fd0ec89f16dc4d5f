import { Badge } from "@/components/ui/badge";
import { Meter } from "@/components/values/meter";
import { Panel } from "@/components/values/panel";
import type { NodeDetail } from "@/lib/api/nodes";
import { formatBytesOf } from "@/lib/client/format/format-bytes";
import { formatFraction, shareOf } from "@/lib/client/format/format-percent";

export function NodeStorages({ storages }: { storages: NodeDetail["storages"] }) {
  return (
    <Panel title="Storages" bodyClassName="px-4 py-2">
      {storages.length === 0 ? (
        <p className="py-2 text-muted">Proxmox VE lists no storage on this node.</p>
      ) : null}
      <ul className="divide-y divide-line">
        {storages.map((storage) => {
          const share = shareOf(storage.usedBytes, storage.totalBytes);
          return (
            <li key={storage.objectId} className="py-2">
              <div className="flex items-center justify-between gap-2">
                <span className="flex min-w-0 items-center gap-1.5">
                  <span className="truncate font-medium" title={storage.content.join(", ")}>
                    {storage.name}
                  </span>
                  <span className="text-muted text-sm">{storage.type ?? ""}</span>
                  {storage.shared ? <Badge>shared</Badge> : null}
                  {storage.status === "unknown" ? <Badge tone="warn">not available</Badge> : null}
                </span>
                <span className="figure whitespace-nowrap text-sm">
                  {formatBytesOf(storage.usedBytes, storage.totalBytes)}
                  <span className="ml-2 inline-block w-10 text-right">{formatFraction(share)}</span>
                </span>
              </div>
              <Meter kind="disk" fraction={share} className="mt-1" />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
