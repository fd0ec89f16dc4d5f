"use client";

import { CircleAlert, CircleCheck, CircleDashed, CirclePause } from "lucide-react";
import { RelativeTime } from "@/components/values/relative-time";
import type { ClusterRow } from "@/lib/api/clusters";

/** Whether a cluster is read and has its quorum, in a few words. */
export function ClusterState({ cluster }: { cluster: ClusterRow }) {
  const { Icon, tone, words } = stateOf(cluster);
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap" title={cluster.problem?.message}>
      <Icon aria-hidden className={`size-3.5 shrink-0 ${tone}`} />
      <span className={tone}>{words}</span>
      {cluster.readAtMs === null ? null : (
        <span className="text-muted">
          read <RelativeTime atMs={cluster.readAtMs} />
        </span>
      )}
    </span>
  );
}

function stateOf({ paused, problem, quorate, readAtMs }: ClusterRow) {
  if (paused) return { Icon: CirclePause, tone: "text-maint", words: "paused" };
  if (problem) return { Icon: CircleAlert, tone: "text-bad", words: "not readable" };
  if (readAtMs === null) return { Icon: CircleDashed, tone: "text-off", words: "not read yet" };
  if (quorate === false) return { Icon: CircleAlert, tone: "text-bad", words: "no quorum" };
  return { Icon: CircleCheck, tone: "text-ok", words: quorate ? "quorate" : "online" };
}
