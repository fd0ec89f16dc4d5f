"use client";

import type { ClusterRow } from "@/lib/api/clusters";
import { cn } from "@/lib/client/class-names";
import { adviceWords, useLatestAdvice } from "@/lib/client/recommendations/use-latest-advice";

interface ClusterChooserProps {
  clusters: readonly ClusterRow[];
  chosenId: string;
  onChoose: (clusterId: string) => void;
}

/** One cluster of several, each with what is advised for it. */
export function ClusterChooser({ clusters, chosenId, onChoose }: ClusterChooserProps) {
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">Cluster</legend>
      {clusters.map((cluster) => (
        <ClusterChoice
          key={cluster.id}
          cluster={cluster}
          chosen={cluster.id === chosenId}
          onChoose={() => onChoose(cluster.id)}
        />
      ))}
    </fieldset>
  );
}

function ClusterChoice({
  cluster,
  chosen,
  onChoose,
}: {
  cluster: ClusterRow;
  chosen: boolean;
  onChoose: () => void;
}) {
  const advice = useLatestAdvice(cluster.id);
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onChoose}
      className={cn(
        "flex min-h-8 items-center gap-2 rounded-md border bg-surface px-3 py-1 text-left hover:bg-hover",
        chosen ? "border-accent" : "border-line-strong",
      )}
    >
      <span className="font-medium">{cluster.name}</span>
      <span className="text-muted text-sm">{advice === undefined ? "…" : adviceWords(advice)}</span>
    </button>
  );
}
