"use client";

import { LoaderCircle } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import type { MoveRow } from "@/lib/api/moves";
import { moveAddress, withScope } from "@/lib/client/addresses";
import { useScope } from "@/lib/client/state/use-scope";
import { useOverallFraction } from "./move-bars";

/** That a guest is on its way, how far, and the way to its move. */
export function MovingBadge({ move }: { move: MoveRow }) {
  const { text } = useScope();
  const fraction = useOverallFraction(move);
  const waits = move.state === "planned" || move.state === "waiting";
  return (
    <Link href={withScope(moveAddress(move.id), text)}>
      <Badge tone={move.state === "unknown" ? "warn" : "accent"}>
        <LoaderCircle aria-hidden className={waits ? undefined : "motion-safe:animate-spin"} />
        {move.state === "unknown"
          ? `move to ${move.to}: end unknown`
          : waits
            ? `to move to ${move.to}`
            : `moving to ${move.to}`}
        {fraction === null || waits ? null : <span className="figure">{Math.floor(fraction * 100)} %</span>}
      </Badge>
    </Link>
  );
}
