"use client";

import { CircleAlert, CircleCheck, CircleDashed, type LucideIcon } from "lucide-react";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { RelativeTime } from "@/components/values/relative-time";
import type { EndpointActivity } from "@/lib/api/connection-activity";
import { usePhone } from "@/lib/client/state/use-phone";

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
  const phone = usePhone();
  if (phone) {
    return (
      <ul aria-label={label} className="divide-y divide-line">
        {endpoints.map((endpoint) => (
          <EndpointCard key={`${endpoint.host} ${endpoint.port}`} endpoint={endpoint} />
        ))}
      </ul>
    );
  }
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

function EndpointCard({ endpoint }: { endpoint: EndpointActivity }) {
  return (
    <li className="px-4 py-2 text-sm">
      <p className="flex flex-wrap items-center justify-between gap-x-3">
        <span className="figure min-w-0 break-all">
          {endpoint.host}:{endpoint.port}
        </span>
        <StateWord state={endpoint.state} />
      </p>
      <p className="figure text-muted">
        {latencyText(endpoint)}, {endpoint.callsLastMinute} calls a minute
      </p>
      {endpoint.failure ? (
        <p className="break-words">
          <LastError failure={endpoint.failure} />
        </p>
      ) : null}
    </li>
  );
}

function EndpointRow({ endpoint }: { endpoint: EndpointActivity }) {
  return (
    <TableRow>
      <TableCell className="figure whitespace-nowrap">
        {endpoint.host}:{endpoint.port}
      </TableCell>
      <TableCell>
        <StateWord state={endpoint.state} />
      </TableCell>
      <TableCell className="figure whitespace-nowrap text-right">{latencyText(endpoint)}</TableCell>
      <TableCell className="figure text-right">{endpoint.callsLastMinute}</TableCell>
      <TableCell>
        {endpoint.failure ? (
          <LastError failure={endpoint.failure} />
        ) : (
          <span className="text-muted">None</span>
        )}
      </TableCell>
    </TableRow>
  );
}

function StateWord({ state }: Pick<EndpointActivity, "state">) {
  const { Icon, tone, word } = STATES[state];
  return (
    <span className="whitespace-nowrap">
      <Icon aria-hidden className={`mr-1.5 inline size-4 ${tone}`} />
      {word}
    </span>
  );
}

function LastError({ failure }: { failure: NonNullable<EndpointActivity["failure"]> }) {
  return (
    <span title={`${failure.call}${failure.status === null ? "" : ` answered ${failure.status}`}`}>
      {failure.message}{" "}
      <span className="text-muted">
        <RelativeTime atMs={failure.atMs} />
      </span>
    </span>
  );
}

function latencyText({ latencyMs }: EndpointActivity): string {
  return latencyMs === null ? "–" : `${Math.max(1, Math.round(latencyMs))} ms`;
}
