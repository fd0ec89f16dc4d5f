"use client";

import { ChevronDown, CircleAlert, CircleCheck, CirclePause } from "lucide-react";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { ClusterRow } from "@/lib/api/clusters";
import { countOf } from "@/lib/client/format/format-count";
import { useClusters } from "@/lib/client/state/initial-rows";
import { useScope } from "@/lib/client/state/use-scope";
import { useSearchState } from "@/lib/client/state/use-search-state";

/** Chooses one cluster, several or all; the choice is part of the address. */
export function ClusterSwitch() {
  const clusters = useClusters();
  const scope = useScope();
  const [, change] = useSearchState();
  const chosen = clusters.filter(({ id }) => scope.ids?.has(id));

  function toggle(id: string, on: boolean) {
    const next = new Set(scope.ids ?? []);
    if (on) next.add(id);
    else next.delete(id);
    change({ cluster: next.size === 0 || next.size === clusters.length ? null : [...next].join(",") });
  }

  if (clusters.length === 0) return <span className="px-1 text-muted">No cluster yet</span>;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" className="min-w-0 max-w-56 px-2 font-semibold text-fg">
          <span className="truncate">{titleOf(clusters, chosen)}</span>
          <ChevronDown className="text-muted" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="w-72">
        <DropdownMenuLabel>Show</DropdownMenuLabel>
        <DropdownMenuItem onSelect={() => change({ cluster: null })}>All clusters</DropdownMenuItem>
        <DropdownMenuSeparator />
        {clusters.map((cluster) => (
          <DropdownMenuCheckboxItem
            key={cluster.id}
            checked={scope.ids?.has(cluster.id) ?? clusters.length === 1}
            onCheckedChange={(on) => toggle(cluster.id, on === true)}
            onSelect={(event) => event.preventDefault()}
          >
            <span className="min-w-0 flex-1">
              <span className="block truncate">{cluster.name}</span>
              <span className="block text-muted text-xs">
                {countOf(cluster.nodesTotal, "node")}, {countOf(cluster.guestsTotal, "guest")}
              </span>
            </span>
            <ClusterMark cluster={cluster} />
          </DropdownMenuCheckboxItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function ClusterMark({ cluster }: { cluster: ClusterRow }) {
  if (cluster.paused) return <CirclePause aria-label="paused" className="!text-maint" />;
  if (cluster.problem) return <CircleAlert aria-label="not reachable" className="!text-bad" />;
  return <CircleCheck aria-label="connected" className="!text-ok" />;
}

function titleOf(clusters: readonly ClusterRow[], chosen: readonly ClusterRow[]): string {
  const [only] = clusters.length === 1 ? clusters : chosen.length === 1 ? chosen : [];
  if (only) return only.name;
  return chosen.length === 0 ? "All clusters" : countOf(chosen.length, "cluster");
}
