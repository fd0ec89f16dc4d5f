"use client";

import Link from "next/link";
import { Panel } from "@/components/values/panel";
import { StateMark } from "@/components/values/state-mark";
import { VerdictMark } from "@/components/values/verdict-mark";
import type { MaintenanceOverview } from "@/lib/api/maintenance";
import type { NodeRow } from "@/lib/api/nodes";
import { nodeAddress, withScope } from "@/lib/client/addresses";
import { compareNames } from "@/lib/client/format/compare-names";
import { countOf } from "@/lib/client/format/format-count";
import { formatFraction, shareOf } from "@/lib/client/format/format-percent";
import { useClusters, useNodes } from "@/lib/client/state/initial-rows";
import { useScope } from "@/lib/client/state/use-scope";
import { MaintenanceButton } from "./maintenance-button";

/** Every node with its mode, and the way into maintenance. */
export function NodeModes({ overview }: { overview: MaintenanceOverview }) {
  const scope = useScope();
  const clusters = useClusters().filter(({ id }) => scope.has(id));
  const names = new Map(clusters.map(({ id, name }) => [id, name]));
  const nodes = useNodes()
    .filter(({ clusterId }) => scope.has(clusterId))
    .toSorted((one, other) => compareNames(one.name, other.name));
  const inMaintenance = nodes.filter((node) => activeOf(overview, node)).length;
  return (
    <Panel
      title="Nodes"
      aside={inMaintenance > 0 ? `${inMaintenance} of ${countOf(nodes.length, "node")} in maintenance` : null}
      bodyClassName="p-0"
    >
      <ul aria-label="Nodes" className="grid md:grid-cols-2 2xl:grid-cols-3">
        {nodes.map((node) => (
          <li
            key={`${node.clusterId}:${node.name}`}
            className="-mt-px flex items-center gap-3 border-line border-t px-4 py-2"
          >
            <StateMark state={node.status} compact />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-x-2">
                <Link
                  href={withScope(nodeAddress(node.clusterId, node.name), scope.text)}
                  className="min-w-0 truncate font-medium hover:text-accent hover:underline"
                >
                  {clusters.length > 1 ? (
                    <span className="font-normal text-muted">{names.get(node.clusterId)} / </span>
                  ) : null}
                  {node.name}
                </Link>
                <VerdictMark verdict={node.verdict} suitabilityPercent={node.suitabilityPercent} />
              </p>
              <p className="text-muted text-sm">
                {node.guestsRunning} of {countOf(node.guestsTotal, "guest")} running · CPU{" "}
                <span className="figure">{formatFraction(node.cpuFraction)}</span> · memory{" "}
                <span className="figure">
                  {formatFraction(shareOf(node.memoryUsedBytes, node.memoryTotalBytes))}
                </span>
              </p>
            </div>
            <MaintenanceButton
              clusterId={node.clusterId}
              node={node.name}
              active={activeOf(overview, node) ?? null}
              size="small"
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function activeOf({ active }: MaintenanceOverview, node: Pick<NodeRow, "clusterId" | "name">) {
  return active.find((row) => row.clusterId === node.clusterId && row.node === node.name);
}
