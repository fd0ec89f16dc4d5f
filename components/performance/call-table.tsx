import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Panel } from "@/components/values/panel";
import type { CallFigures } from "@/lib/api/performance";
import { cn } from "@/lib/client/class-names";
import { formatNumber } from "@/lib/client/format/format-count";
import { formatMilliseconds } from "./collection-table";

/** What Proxmox VE is asked and how fast it answers. */
export function CallTable({ calls }: { calls: readonly CallFigures[] }) {
  return (
    <Panel
      title="Calls to Proxmox VE"
      aside="Since this process started; what took most time first"
      bodyClassName="p-0"
    >
      {calls.length === 0 ? (
        <p className="p-4 text-muted">This process has asked nothing yet.</p>
      ) : (
        <Table label="Calls to Proxmox VE">
          <thead>
            <tr>
              <TableHead className="pl-4">Call</TableHead>
              <TableHead className="text-right">Times</TableHead>
              <TableHead className="text-right">Failed</TableHead>
              <TableHead className="text-right">Average</TableHead>
              <TableHead className="pr-4 text-right">Longest</TableHead>
            </tr>
          </thead>
          <tbody>
            {calls.map(({ method, template, count, failed, averageMs, longestMs }) => (
              <TableRow key={`${method} ${template}`}>
                <TableCell className="pl-4 font-mono">
                  {method === "GET" ? null : <span className="text-warn">{method} </span>}
                  {template}
                </TableCell>
                <TableCell className="figure text-right">{formatNumber(count)}</TableCell>
                <TableCell className={cn("figure text-right", failed > 0 && "text-bad")}>
                  {formatNumber(failed)}
                </TableCell>
                <TableCell className="figure whitespace-nowrap text-right">
                  {formatMilliseconds(averageMs)}
                </TableCell>
                <TableCell className="figure whitespace-nowrap pr-4 text-right">
                  {formatMilliseconds(longestMs)}
                </TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}
