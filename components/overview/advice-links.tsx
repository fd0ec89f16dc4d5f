"use client";

import { Scale } from "lucide-react";
import Link from "next/link";
import { memo } from "react";
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
        <AdviceLink
          key={cluster.id}
          clusterId={cluster.id}
          name={clusters.length > 1 ? cluster.name : null}
          scope={scope}
        />
      ))}
    </ul>
  );
}

interface AdviceLinkProps {
  clusterId: string;
  name: string | null;
  scope: string | null;
}

const AdviceLink = memo(function AdviceLink({ clusterId, name, scope }: AdviceLinkProps) {
  const advice = useLatestAdvice(clusterId);
  if (advice === undefined || advice === null) return null;
  const words = adviceWords(advice);
  return (
    <li>
      <Link
        href={withScope(adviceAddress(clusterId), scope)}
        title={advice.reason}
        className="inline-flex items-center gap-1.5 text-accent hover:underline"
      >
        <Scale aria-hidden className="size-4 shrink-0" />
        {name ? `${name}: ${words}` : words.charAt(0).toUpperCase() + words.slice(1)}
      </Link>
    </li>
  );
});
