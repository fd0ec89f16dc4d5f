"use client";

import { CircleAlert, CircleCheck, CircleDashed, type LucideIcon } from "lucide-react";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { RelativeTime } from "@/components/values/relative-time";
import type { ConnectionActivity, EndpointActivity } from "@/lib/api/connection-activity";

const STATES: Readonly<Record<EndpointActivity["state"], { Icon: LucideIcon; tone: string; word: string }>> =
  {
    answering: { Icon: CircleCheck, tone: "text-ok", word: "Answering" },
    failing: { Icon: CircleAlert, tone: "text-bad", word: "Not answering" },
    unused: { Icon: CircleDashed, tone: "text-off", word: "Not used" },
  };

interface ConnectionActivityViewProps {
  name: string;
  activity: ConnectionActivity;
}

/** Which endpoint answers and how fast, and what the calls cost each node. */
export function ConnectionActivityView({ name, activity }: ConnectionActivityViewProps) {
  const { callsLastMinute, callsPerMinuteBudget, nodes, endpoints } = activity;
  const busiest = nodes[0];
  return (
    <div className="mt-3">
      <Table label={`Endpoints of ${name}`}>
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
      <p className="mt-2 text-muted text-sm">
        <span className="figure text-fg">{callsLastMinute}</span> of at most{" "}
        <span className="figure">{callsPerMinuteBudget}</span> calls in the last minute
        {busiest ? (
          <>
            ; most on {busiest.name}: <span className="figure">{busiest.callsLastMinute}</span>
          </>
        ) : null}
        .
      </p>
      {nodes.length > 1 ? (
        <details className="mt-1 text-sm">
          <summary className="cursor-pointer text-muted">Calls a minute by node</summary>
          <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
            {nodes.map((node) => (
              <li key={node.name}>
                {node.name} <span className="figure">{node.callsLastMinute}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
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
