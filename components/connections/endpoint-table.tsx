"use client";

import { CircleAlert, CircleCheck, CircleDashed, type LucideIcon } from "lucide-react";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { RelativeTime } from "@/components/values/relative-time";
import type { EndpointActivity } from "@/lib/api/connection-activity";

const STATES: Readonly<Record<EndpointActivity["state"], { Icon: LucideIcon; tone: string; word: string }>> =
  {
    answering: { Icon: CircleCheck, tone: "text-ok", word: "Answering" },
    failing: { Icon: CircleAlert, tone: "text-bad", word: "Not answering" },
    unused: { Icon: CircleDashed, tone: "text-off", word: "Not used" },
  };

interface EndpointTableProps {
  label: string;
  endpoints: readonly EndpointActivity[];
}

/** Which endpoint answers and how fast. */
export function EndpointTable({ label, endpoints }: EndpointTableProps) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <TableHead>Endpoint</TableHead>
          <TableHead>State</TableHead>
          <TableHead className="text-right">Latency</TableHead>
          <TableHead className="text-right">Calls a minute</TableHead>
          <TableHead>Last error</TableHead>
        </tr>
      </thead>
      <tbody>
        {endpoints.map((endpoint) => (
          <EndpointRow key={`${endpoint.host} ${endpoint.port}`} endpoint={endpoint} />
        ))}
      </tbody>
    </Table>
  );
}

function EndpointRow({ endpoint }: { endpoint: EndpointActivity }) {
  const { Icon, tone, word } = STATES[endpoint.state];
  const { failure, latencyMs } = endpoint;
  return (
    <TableRow>
      <TableCell className="figure whitespace-nowrap">
        {endpoint.host}:{endpoint.port}
      </TableCell>
      <TableCell className="whitespace-nowrap">
        <Icon aria-hidden className={`mr-1.5 inline size-4 ${tone}`} />
        {word}
      </TableCell>
      <TableCell className="figure whitespace-nowrap text-right">
        {latencyMs === null ? "–" : `${Math.max(1, Math.round(latencyMs))} ms`}
      </TableCell>
      <TableCell className="figure text-right">{endpoint.callsLastMinute}</TableCell>
      <TableCell>
        {failure ? (
          <span title={`${failure.call}${failure.status === null ? "" : ` answered ${failure.status}`}`}>
            {failure.message}{" "}
            <span className="text-muted">
              <RelativeTime atMs={failure.atMs} />
            </span>
          </span>
        ) : (
          <span className="text-muted">None</span>
        )}
      </TableCell>
    </TableRow>
  );
}
