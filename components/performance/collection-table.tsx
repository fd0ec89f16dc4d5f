import { Sparkline } from "@/components/charts/sparkline";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Facts } from "@/components/values/facts";
import { Missing } from "@/components/values/figure";
import { Meter } from "@/components/values/meter";
import { Panel } from "@/components/values/panel";
import type { CollectionFigures } from "@/lib/api/performance";
import { cn } from "@/lib/client/class-names";
import { formatDuration } from "@/lib/client/format/format-duration";
import { shareOf } from "@/lib/client/format/format-percent";
import { usePhone } from "@/lib/client/state/use-phone";

interface CollectionTableProps {
  collection: readonly CollectionFigures[];
}

/** How long readings take and how many calls they cost, by cluster. */
export function CollectionTable({ collection }: CollectionTableProps) {
  const phone = usePhone();
  const Shape = phone ? Cards : Rows;
  return (
    <Panel title="Readings of the last hour" aside="As this server process made them" bodyClassName="p-0">
      {collection.length === 0 ? (
        <p className="p-4 text-muted">No cluster is connected yet; add one under Settings.</p>
      ) : (
        <Shape collection={collection} />
      )}
      {collection.map(({ clusterId, name, nodes }) =>
        nodes.length === 0 ? null : (
          <details key={clusterId} className="border-line border-t px-4 py-2 text-sm">
            <summary className="cursor-pointer text-muted">
              Calls a minute by node{collection.length > 1 ? ` of ${name}` : ""}: at most{" "}
              <span className="figure text-fg">{nodes[0]?.callsLastMinute}</span> on {nodes[0]?.name}
            </summary>
            <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
              {nodes.map((node) => (
                <li key={node.name}>
                  {node.name} <span className="figure">{node.callsLastMinute}</span>
                </li>
              ))}
            </ul>
          </details>
        ),
      )}
    </Panel>
  );
}

function Rows({ collection }: CollectionTableProps) {
  return (
    <Table label="Readings of the last hour">
      <thead>
        <tr>
          <TableHead className="pl-4">Cluster</TableHead>
          <TableHead className="text-right">Every</TableHead>
          <TableHead className="text-right">Takes</TableHead>
          <TableHead className="text-right">Calls a minute</TableHead>
          <TableHead className="text-right">Longest</TableHead>
          <TableHead className="text-right">Read</TableHead>
          <TableHead className="pr-4 text-right">Failed</TableHead>
        </tr>
      </thead>
      <tbody>
        {collection.map((cluster) => (
          <CollectionRow key={cluster.clusterId} cluster={cluster} />
        ))}
      </tbody>
    </Table>
  );
}

function Cards({ collection }: CollectionTableProps) {
  return (
    <ul aria-label="Readings of the last hour" className="divide-y divide-line">
      {collection.map((cluster) => (
        <li key={cluster.clusterId} className="px-4 py-2">
          <p className="mb-1 font-medium">
            {cluster.name}
            {cluster.paused ? <span className="ml-2 text-maint">paused</span> : null}
          </p>
          <Facts
            facts={[
              ["Every", formatDuration(cluster.intervalSeconds)],
              ["Takes", <Length key="takes" ms={cluster.averageMs} />],
              ["Longest", <Length key="longest" ms={cluster.longestMs} />],
              [
                "Calls a minute",
                <span key="calls" className="figure">
                  {cluster.callsLastMinute}{" "}
                  <span className="text-muted">/ {cluster.callsPerMinuteBudget}</span>
                </span>,
              ],
              ["Read", String(cluster.readings - cluster.failedReadings)],
              [
                "Failed",
                <span key="failed" className={cn("figure", cluster.failedReadings > 0 && "text-bad")}>
                  {cluster.failedReadings}
                </span>,
              ],
            ]}
          />
        </li>
      ))}
    </ul>
  );
}

function CollectionRow({ cluster }: { cluster: CollectionFigures }) {
  const { callsLastMinute, callsPerMinuteBudget, failedReadings } = cluster;
  return (
    <TableRow>
      <TableCell className="pl-4">
        <span className="font-medium">{cluster.name}</span>
        {cluster.paused ? <span className="ml-2 text-maint">paused</span> : null}
      </TableCell>
      <TableCell className="figure whitespace-nowrap text-right">
        {formatDuration(cluster.intervalSeconds)}
      </TableCell>
      <TableCell>
        <span className="flex items-center justify-end gap-2">
          <Sparkline kind="net" values={cluster.durationsMs} className="hidden h-5 w-20 sm:block" />
          <Length ms={cluster.averageMs} />
        </span>
      </TableCell>
      <TableCell>
        <span className="flex items-center justify-end gap-2">
          <Meter
            kind="net"
            fraction={shareOf(callsLastMinute, callsPerMinuteBudget)}
            className="hidden w-16 sm:block"
          />
          <span className="figure whitespace-nowrap">
            {callsLastMinute}
            <span className="text-muted"> / {callsPerMinuteBudget}</span>
          </span>
        </span>
      </TableCell>
      <TableCell className="text-right">
        <Length ms={cluster.longestMs} />
      </TableCell>
      <TableCell className="figure text-right">{cluster.readings - failedReadings}</TableCell>
      <TableCell className={cn("figure pr-4 text-right", failedReadings > 0 && "text-bad")}>
        {failedReadings}
      </TableCell>
    </TableRow>
  );
}

function Length({ ms }: { ms: number | null }) {
  if (ms === null) return <Missing reason="This process has not read it in the last hour" />;
  return <span className="figure whitespace-nowrap">{formatMilliseconds(ms)}</span>;
}

/** Below ten seconds the tenth of a second matters. */
export function formatMilliseconds(ms: number): string {
  if (ms < 1_000) return `${Math.max(1, Math.round(ms))} ms`;
  return ms < 10_000 ? `${(ms / 1_000).toFixed(1)} s` : formatDuration(ms / 1_000);
}
