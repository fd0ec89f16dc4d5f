"use client";

import type { ConnectionActivity } from "@/lib/api/connection-activity";
import { EndpointTable } from "./endpoint-table";

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
      <EndpointTable label={`Endpoints of ${name}`} endpoints={endpoints} />
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
