import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Panel } from "@/components/values/panel";
import type { CallFigures } from "@/lib/api/performance";
import { cn } from "@/lib/client/class-names";
import { formatNumber } from "@/lib/client/format/format-count";
import { usePhone } from "@/lib/client/state/use-phone";
import { formatMilliseconds } from "./collection-table";

interface CallTableProps {
  calls: readonly CallFigures[];
}

/** What Proxmox VE is asked and how fast it answers. */
export function CallTable({ calls }: CallTableProps) {
  const phone = usePhone();
  const Shape = phone ? Cards : Rows;
  return (
    <Panel
      title="Calls to Proxmox VE"
      aside="Since this process started; what took most time first"
      bodyClassName="p-0"
    >
      {calls.length === 0 ? (
        <p className="p-4 text-muted">This process has asked nothing yet.</p>
      ) : (
        <Shape calls={calls} />
      )}
    </Panel>
  );
}

function Rows({ calls }: CallTableProps) {
  return (
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
              <CallName method={method} template={template} />
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
  );
}

function Cards({ calls }: CallTableProps) {
  return (
    <ul aria-label="Calls to Proxmox VE" className="divide-y divide-line">
      {calls.map(({ method, template, count, failed, averageMs, longestMs }) => (
        <li key={`${method} ${template}`} className="px-4 py-2 text-sm">
          <p className="break-all font-mono">
            <CallName method={method} template={template} />
          </p>
          <p className="figure text-muted">
            {formatNumber(count)} times, {formatMilliseconds(averageMs)} on average,{" "}
            {formatMilliseconds(longestMs)} at most
            {failed > 0 ? <span className="text-bad">, {formatNumber(failed)} failed</span> : null}
          </p>
        </li>
      ))}
    </ul>
  );
}

function CallName({ method, template }: Pick<CallFigures, "method" | "template">) {
  return (
    <>
      {method === "GET" ? null : <span className="text-warn">{method} </span>}
      {template}
    </>
  );
}
