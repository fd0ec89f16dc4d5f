"use client";

import Link from "next/link";
import { GuestName } from "@/components/recommendations/guest-name";
import { Badge } from "@/components/ui/badge";
import type { MoveRow } from "@/lib/api/moves";
import { moveAddress, withScope } from "@/lib/client/addresses";
import { MOVE_SOURCE_WORDS } from "@/lib/client/moves/move-words";
import { KIND_WORDS } from "@/lib/client/recommendations/plan-words";
import { useScope } from "@/lib/client/state/use-scope";
import { MoveWay } from "./move-way";

interface MoveHeadingProps {
  move: MoveRow;
  /** Set when several clusters are shown together. */
  clusterName: string | null;
}

/** Who goes from where to where, how, and on whose word; leads to the move's page. */
export function MoveHeading({ move, clusterName }: MoveHeadingProps) {
  const { text } = useScope();
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      <GuestName clusterId={move.clusterId} vmid={move.vmid} name={move.guestName} />
      <Link
        href={withScope(moveAddress(move.id), text)}
        className="font-medium hover:text-accent hover:underline"
      >
        <MoveWay from={move.from} to={move.to} />
        <span className="sr-only">, to this move</span>
      </Link>
      <span className="flex flex-wrap gap-1">
        {clusterName ? <Badge>{clusterName}</Badge> : null}
        <Badge tone={move.kind === "restart" ? "warn" : "neutral"}>{KIND_WORDS[move.kind]}</Badge>
        <Badge>
          {MOVE_SOURCE_WORDS[move.source]}
          {move.source === "manual" || move.source === "rollback" ? `, ${move.requestedBy}` : ""}
        </Badge>
      </span>
    </div>
  );
}
