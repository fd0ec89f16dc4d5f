"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { FreshnessMark } from "@/components/shell/freshness-mark";
import { withScope } from "@/lib/client/addresses";
import { cn } from "@/lib/client/class-names";
import { engineSummary } from "@/lib/client/engine/engine-summary";
import { useEngine } from "@/lib/client/engine/use-engine";
import { describeFreshness } from "@/lib/client/format/describe-freshness";
import { useClock } from "@/lib/client/live/use-clock";
import { useLive } from "@/lib/client/live/use-live";
import { useActiveMoves } from "@/lib/client/moves/use-active-moves";
import { useClusters, useNodes } from "@/lib/client/state/initial-rows";
import { useScope } from "@/lib/client/state/use-scope";
import { useWallDuty } from "@/lib/client/wall/use-wall-duty";
import { wallProblems } from "@/lib/client/wall/wall-problems";
import { WallCluster } from "./wall-cluster";
import { WallMoves, WallProblems } from "./wall-lists";

/** The clusters on a screen that hangs on a wall: large, without controls, for as long as it hangs there. */
export function WallPage() {
  const scope = useScope();
  const clusters = useClusters().filter(({ id }) => scope.has(id));
  const nodes = useNodes().filter(({ clusterId }) => scope.has(clusterId));
  const { moves: all } = useActiveMoves();
  const moves = all.filter(({ clusterId }) => scope.has(clusterId));
  const stale = useStaleReason(clusters);
  useWallDuty();
  useLeaveWithEscape(scope.text);

  return (
    <div className="flex min-h-dvh flex-col gap-5 p-4 lg:p-6">
      <WallHeader scopeHas={scope.has} />
      {stale ? (
        <p role="alert" className="rounded-lg border-2 border-warn px-5 py-3 font-medium text-2xl text-warn">
          What is shown is old. {stale}
        </p>
      ) : null}
      <div
        className={cn(
          "grid flex-1 items-start gap-5 xl:grid-cols-[minmax(0,1fr)_30rem]",
          stale && "opacity-50 grayscale",
        )}
      >
        <div className="flex min-w-0 flex-col gap-6">
          {clusters.map((cluster) => (
            <WallCluster
              key={cluster.id}
              cluster={cluster}
              nodes={nodes.filter(({ clusterId }) => clusterId === cluster.id)}
            />
          ))}
          {clusters.length === 0 ? <p className="text-2xl text-muted">No cluster is connected yet.</p> : null}
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <WallProblems problems={wallProblems({ clusters, nodes, moves })} />
          <WallMoves moves={moves} />
        </div>
      </div>
    </div>
  );
}

function WallHeader({ scopeHas }: { scopeHas: (clusterId: string) => boolean }) {
  const { state } = useEngine();
  const nowMs = useClock();
  const summary = state ? engineSummary(state, scopeHas) : null;
  return (
    <header className="flex flex-wrap items-center justify-between gap-x-8 gap-y-2">
      <h1 className="font-semibold text-2xl">
        Evenkeel <span className="font-normal text-muted">wall board</span>
      </h1>
      <p className="text-lg text-muted">
        {summary ? (
          <>
            Automation <span className="font-medium text-fg">{summary.word.toLowerCase()}</span>
          </>
        ) : null}
      </p>
      <div className="flex items-center gap-4 [&_button]:h-10 [&_button]:text-lg">
        <FreshnessMark />
        <span className="figure min-w-28 text-right font-medium text-3xl">
          {nowMs === null ? null : new Date(nowMs).toTimeString().slice(0, 5)}
        </span>
      </div>
    </header>
  );
}

/** Why the numbers are not those of now; null while they are. */
function useStaleReason(clusters: Parameters<typeof describeFreshness>[0]["clusters"]): string | null {
  const connection = useLive();
  const nowMs = useClock();
  if (nowMs === null) return null;
  const { tone, reason } = describeFreshness({ clusters, connection, nowMs });
  return tone === "stale" || tone === "offline" || tone === "held" ? reason : null;
}

/** There is nothing to press; whoever has a keyboard gets out with Escape. */
function useLeaveWithEscape(scope: string | null): void {
  const router = useRouter();
  useEffect(() => {
    function onKey({ key, defaultPrevented }: KeyboardEvent) {
      if (key === "Escape" && !defaultPrevented && !document.querySelector("[role=dialog]"))
        router.push(withScope("/", scope));
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [router, scope]);
}
