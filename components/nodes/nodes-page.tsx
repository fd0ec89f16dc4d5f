"use client";

import { ArrowDown, ArrowUp, Server } from "lucide-react";
import { type ComponentProps, memo, useMemo } from "react";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { SearchField } from "@/components/ui/search-field";
import { EmptyState } from "@/components/values/states";
import { ViewMenu } from "@/components/views/view-menu";
import type { NodeRow } from "@/lib/api/nodes";
import { cn } from "@/lib/client/class-names";
import { countOf } from "@/lib/client/format/format-count";
import { findNodes, NODE_COLUMNS, type NodeColumn, parseNodeSort } from "@/lib/client/nodes/node-columns";
import { useClusters, useNodes } from "@/lib/client/state/initial-rows";
import { useClusterNames } from "@/lib/client/state/use-cluster-names";
import { usePhone } from "@/lib/client/state/use-phone";
import { useScope } from "@/lib/client/state/use-scope";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { useSearchText } from "@/lib/client/state/use-search-text";
import { useSparklines } from "@/lib/client/state/use-sparklines";
import { NodeCard } from "./node-card";
import { NodeCell } from "./node-cell";

export function NodesPage() {
  const [parameters, change] = useSearchState();
  const scope = useScope();
  const phone = usePhone();
  const clusters = useClusters();
  const all = useNodes();
  const nodes = useMemo(() => all.filter(({ clusterId }) => scope.has(clusterId)), [all, scope]);
  const clusterNames = useClusterNames(clusters);
  const [filter, setFilter] = useSearchText("filter");
  const sort = parseNodeSort(parameters.get("sort"));
  const shown = findNodes(nodes, { filter, sort });
  const histories = useSparklines(
    "node",
    shown.slice(0, 64).map(({ objectId }) => objectId),
  );
  const clusterNameOf = (node: NodeRow) =>
    (scope.ids?.size ?? clusters.length) > 1 ? (clusterNames.get(node.clusterId) ?? "") : null;

  function sortBy({ key, descendingFirst }: NodeColumn) {
    const descending = sort.key === key ? !sort.descending : descendingFirst;
    change({ sort: key === "name" && !descending ? null : `${descending ? "-" : ""}${key}` });
  }

  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex items-baseline gap-3">
          <h1 className="font-semibold text-xl">Nodes</h1>
          <p role="status" className="text-muted">
            {shown.length === nodes.length
              ? countOf(nodes.length, "node")
              : `${shown.length} of ${countOf(nodes.length, "node")}`}
          </p>
        </div>
        <div className="flex w-full gap-2 sm:w-auto">
          <SearchField
            label="Filter nodes"
            placeholder="Filter by name, state or reason"
            className="flex-1 sm:w-72"
            value={filter}
            onSearch={setFilter}
          />
          <ViewMenu page="nodes" />
        </div>
      </div>
      {shown.length === 0 ? (
        <div className="panel">
          <EmptyState Icon={Server} title={nodes.length === 0 ? "No nodes yet" : "No node is called that"}>
            {nodes.length === 0
              ? "Nodes appear with the first reading of a cluster."
              : "Shorten or clear the filter."}
          </EmptyState>
        </div>
      ) : phone ? (
        <ul className="flex flex-col gap-2">
          {shown.map((node) => (
            <li key={keyOf(node)}>
              <NodeCard node={node} clusterName={clusterNameOf(node)} scope={scope.text} />
            </li>
          ))}
        </ul>
      ) : (
        <ScrollRegion className="panel overflow-x-auto" aria-label="Nodes">
          <table aria-label="Nodes" className="w-full min-w-[1120px] border-collapse text-sm">
            <thead>
              <tr>
                {NODE_COLUMNS.map((column) => (
                  <th
                    key={column.key}
                    scope="col"
                    aria-sort={ariaSort(column, sort)}
                    className={cn(
                      "h-8 whitespace-nowrap border-line border-b px-2.5 font-medium text-muted first:pl-4",
                      column.right ? "text-right" : "text-left",
                      column.key === "reason" && "w-full",
                    )}
                  >
                    <button
                      type="button"
                      onClick={() => sortBy(column)}
                      className={cn(
                        "inline-flex items-center gap-1 hover:text-fg",
                        sort.key === column.key && "text-fg",
                      )}
                    >
                      {column.title}
                      <SortMark shown={sort.key === column.key} descending={sort.descending} />
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((node) => (
                <NodeTableRow
                  key={keyOf(node)}
                  history={histories.get(node.objectId) ?? NO_HISTORY}
                  node={node}
                  clusterName={clusterNameOf(node)}
                  scope={scope.text}
                />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </>
  );
}

const NO_HISTORY: readonly (number | null)[] = [];

/** Rendered when its node has changed, not with every reading. */
const NodeTableRow = memo(function NodeTableRow(cell: Omit<ComponentProps<typeof NodeCell>, "column">) {
  return (
    <tr className="border-line border-b last:border-b-0 hover:bg-hover">
      {NODE_COLUMNS.map(({ key, right }) => (
        <td
          key={key}
          className={cn(
            "h-[34px] px-2.5 first:pl-4",
            right && "text-right",
            key === "reason" && "max-w-0 truncate",
          )}
        >
          <NodeCell column={key} {...cell} />
        </td>
      ))}
    </tr>
  );
});

function SortMark({ shown, descending }: { shown: boolean; descending: boolean }) {
  if (!shown) return null;
  const Icon = descending ? ArrowDown : ArrowUp;
  return <Icon aria-hidden className="size-3" />;
}

function ariaSort(column: NodeColumn, sort: { key: string; descending: boolean }) {
  if (sort.key !== column.key) return "none";
  return sort.descending ? "descending" : "ascending";
}

function keyOf(node: NodeRow): string {
  return `${node.clusterId}:${node.name}`;
}
