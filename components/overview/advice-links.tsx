"use client";

import { Scale } from "lucide-react";
import Link from "next/link";
import type { ClusterRow } from "@/lib/api/clusters";
import { adviceAddress, withScope } from "@/lib/client/addresses";
import { adviceWords, useLatestAdvice } from "@/lib/client/recommendations/use-latest-advice";

interface AdviceLinksProps {
  clusters: readonly ClusterRow[];
  scope: string | null;
}

const MOST = 4;

/** What would be advised, one short link a cluster; the name only where there are several. */
export function AdviceLinks({ clusters, scope }: AdviceLinksProps) {
  return (
    <ul aria-label="Advice" className="ml-auto flex flex-wrap items-center gap-x-4 gap-y-1">
      {clusters.slice(0, MOST).map((cluster) => (
        <AdviceLink key={cluster.id} cluster={cluster} named={clusters.length > 1} scope={scope} />
      ))}
    </ul>
  );
}

function AdviceLink({
  cluster,
  named,
  scope,
}: {
  cluster: ClusterRow;
  named: boolean;
  scope: string | null;
}) {
  const advice = useLatestAdvice(cluster.id);
  if (advice === undefined || advice === null) return null;
  const words = adviceWords(advice);
  return (
    <li>
      <Link
        href={withScope(adviceAddress(cluster.id), scope)}
        title={advice.reason}
        className="inline-flex items-center gap-1.5 text-accent hover:underline"
      >
        <Scale aria-hidden className="size-4 shrink-0" />
        {named ? `${cluster.name}: ${words}` : words.charAt(0).toUpperCase() + words.slice(1)}
      </Link>
    </li>
  );
}
