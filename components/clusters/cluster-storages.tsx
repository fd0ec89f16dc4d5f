import { Badge } from "@/components/ui/badge";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Figure } from "@/components/values/figure";
import { Meter } from "@/components/values/meter";
import { Panel } from "@/components/values/panel";
import type { ClusterDetail } from "@/lib/api/cluster-detail";
import { formatBytesOf } from "@/lib/client/format/format-bytes";
import { countOf } from "@/lib/client/format/format-count";
import { fractionQuantity, shareOf } from "@/lib/client/format/format-percent";

/** Every storage of the cluster, shared ones once. */
export function ClusterStorages({ storages }: Pick<ClusterDetail, "storages">) {
  if (storages.length === 0) {
    return (
      <Panel title="Storages">
        <p className="text-muted">Proxmox VE lists no storage, or has not been read yet.</p>
      </Panel>
    );
  }
  return (
    <Panel
      title="Storages"
      aside={countOf(storages.length, "storage")}
      bodyClassName="p-0 max-h-96 overflow-y-auto"
    >
      <Table label="Storages">
        <thead className="sticky top-0 z-10 bg-surface">
          <tr>
            <TableHead className="pl-4">Storage</TableHead>
            <TableHead>On</TableHead>
            <TableHead className="text-right">Used</TableHead>
            <TableHead className="text-right">Of capacity</TableHead>
            <TableHead>Type</TableHead>
            <TableHead className="pr-4">Holds</TableHead>
          </tr>
        </thead>
        <tbody>
          {storages.map((storage) => {
            const share = shareOf(storage.usedBytes, storage.totalBytes);
            return (
              <TableRow key={storage.objectId}>
                <TableCell className="whitespace-nowrap pl-4">
                  <span className="font-medium">{storage.name}</span>{" "}
                  {storage.status === "unknown" ? <Badge tone="warn">not available</Badge> : null}
                </TableCell>
                <TableCell>{storage.node ?? <Badge>shared</Badge>}</TableCell>
                <TableCell>
                  <span className="flex items-center justify-end gap-2">
                    <Meter kind="disk" fraction={share} className="hidden w-16 sm:block" />
                    <Figure quantity={fractionQuantity(share)} className="w-12 text-right" />
                  </span>
                </TableCell>
                <TableCell className="figure whitespace-nowrap text-right">
                  {formatBytesOf(storage.usedBytes, storage.totalBytes)}
                </TableCell>
                <TableCell className="font-mono text-muted">{storage.type ?? ""}</TableCell>
                <TableCell className="whitespace-nowrap pr-4 text-muted">
                  {storage.content.join(", ")}
                </TableCell>
              </TableRow>
            );
          })}
        </tbody>
      </Table>
    </Panel>
  );
}
