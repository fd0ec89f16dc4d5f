import Link from "next/link";
import type { ReactNode } from "react";
import { Figure } from "@/components/values/figure";
import { Meter, type MetricKind } from "@/components/values/meter";
import type { ClusterRow } from "@/lib/api/clusters";
import { withScope } from "@/lib/client/addresses";
import { formatBytes } from "@/lib/client/format/format-bytes";
import { formatNumber } from "@/lib/client/format/format-count";
import { fractionQuantity, percentQuantity, shareOf } from "@/lib/client/format/format-percent";
import type { Quantity } from "@/lib/client/format/quantity";

/** Health, CPU, memory and storage of one cluster in a row; `among`: beside those of others. */
export function ClusterUse({ row, among = false }: { row: ClusterRow; among?: boolean }) {
  const of = among ? ` of ${row.name}` : "";
  return (
    <div className="panel grid divide-line sm:grid-cols-2 sm:divide-x xl:grid-cols-4">
      <Use title="Health" of={of} quantity={percentQuantity(row.healthPercent)}>
        <Link href={withScope("/nodes", row.id)} className="text-accent underline underline-offset-2">
          {row.nodesOnline} of {row.nodesTotal} nodes online
        </Link>
        ,{" "}
        <Link href={withScope("/guests", row.id)} className="text-accent underline underline-offset-2">
          {row.guestsRunning} of {row.guestsTotal} guests running
        </Link>
      </Use>
      <Use
        title="CPU"
        of={of}
        kind="cpu"
        quantity={fractionQuantity(shareOf(row.cpuUsedThreads, row.cpuTotalThreads))}
        fraction={shareOf(row.cpuUsedThreads, row.cpuTotalThreads)}
        allocated={shareOf(row.cpuAllocatedThreads, row.cpuTotalThreads)}
      >
        {formatNumber(row.cpuUsedThreads)} used, {formatNumber(row.cpuAllocatedThreads)} allocated of{" "}
        {formatNumber(row.cpuTotalThreads)} threads
      </Use>
      <Use
        title="Memory"
        of={of}
        kind="mem"
        quantity={fractionQuantity(shareOf(row.memoryUsedBytes, row.memoryTotalBytes))}
        fraction={shareOf(row.memoryUsedBytes, row.memoryTotalBytes)}
        allocated={shareOf(row.memoryAllocatedBytes, row.memoryTotalBytes)}
      >
        {formatBytes(row.memoryUsedBytes)} used, {formatBytes(row.memoryAllocatedBytes)} allocated of{" "}
        {formatBytes(row.memoryTotalBytes)}
      </Use>
      <Use
        title="Storage"
        of={of}
        kind="disk"
        quantity={fractionQuantity(shareOf(row.storageUsedBytes, row.storageTotalBytes))}
        fraction={shareOf(row.storageUsedBytes, row.storageTotalBytes)}
      >
        {formatBytes(row.storageUsedBytes)} used of {formatBytes(row.storageTotalBytes)}
      </Use>
    </div>
  );
}

interface UseProps {
  title: string;
  /** Added for screen readers where several clusters are shown. */
  of: string;
  quantity: Quantity;
  kind?: MetricKind;
  fraction?: number | null;
  allocated?: number | null;
  children: ReactNode;
}

function Use({ title, of, quantity, kind, fraction = null, allocated = null, children }: UseProps) {
  return (
    <section aria-label={`${title}${of}`} className="flex min-w-0 flex-col gap-1 px-4 py-2.5">
      <p className="text-muted">{title}</p>
      <p className="text-2xl">
        <Figure quantity={quantity} reason="No reading yet" />
      </p>
      {kind ? <Meter kind={kind} fraction={fraction} allocated={allocated} /> : null}
      <p className="text-muted text-sm">{children}</p>
    </section>
  );
}
