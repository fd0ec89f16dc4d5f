"use client";

import { ArrowRight, ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import { MoveButton } from "@/components/moves/move-button";
import { MovingBadge } from "@/components/moves/moving-badge";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { MoveRow as MovingRow } from "@/lib/api/moves";
import type { PlannedMoveRow } from "@/lib/api/recommendations";
import { cn } from "@/lib/client/class-names";
import { formatBytes } from "@/lib/client/format/format-bytes";
import { formatDuration } from "@/lib/client/format/format-duration";
import { moveWhy } from "@/lib/client/recommendations/move-why";
import { confidenceWord, KIND_WORDS, NEED_WORDS } from "@/lib/client/recommendations/plan-words";
import { useGuests } from "@/lib/client/state/initial-rows";
import { riskLevel } from "@/lib/planning/reasons/move-risk";
import { GuestName } from "./guest-name";
import { MoveDetails } from "./move-details";

interface MoveRowProps {
  clusterId: string;
  move: PlannedMoveRow;
  news: "new" | "changed" | null;
  recommendationId: string | null;
  /** The guest's move that has not ended. */
  moving: MovingRow | null;
  /** Ticked, to be approved with others. */
  chosen: boolean;
  onToggle: () => void;
}

/** One move: who, from where to where, why, how sure and at what price; the figures behind it one click away. */
export function MoveRow({ clusterId, move, news, recommendationId, moving, chosen, onToggle }: MoveRowProps) {
  const [open, setOpen] = useState(false);
  const detailsId = useId();
  const confidence = confidenceWord(move.confidence);
  return (
    <li className="px-4 py-2.5">
      <div className="flex items-start gap-3">
        {recommendationId === null ? null : (
          <input
            type="checkbox"
            aria-label={`Choose ${move.name ?? move.vmid}`}
            className="mt-1 size-4 shrink-0 accent-accent"
            checked={chosen}
            onChange={onToggle}
          />
        )}
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <GuestName clusterId={clusterId} vmid={move.vmid} name={move.name} />
            <span className="inline-flex items-center gap-1.5 font-medium">
              {move.from}
              <ArrowRight role="img" aria-label="to" className="size-3.5 shrink-0 text-accent" />
              {move.to}
            </span>
            <Marks move={move} news={news} />
            {moving ? <MovingBadge move={moving} /> : null}
            {recommendationId !== null && canGoAlone(move) ? (
              <PlannedMoveButton clusterId={clusterId} move={move} recommendationId={recommendationId} />
            ) : null}
          </div>
          <p className="mt-0.5 text-pretty text-muted text-sm">{moveWhy(move.reason.sentence)}</p>
          <p className="mt-1 grid grid-cols-2 gap-x-5 text-sm sm:flex sm:flex-wrap 2xl:grid 2xl:grid-cols-[10.5rem_8rem_11rem_12rem_auto]">
            <Measure title="takes" value={formatDuration(move.seconds)} />
            <Measure title="sent" value={formatBytes(move.bytes)} />
            <Measure title="downtime" value={formatDuration(move.downtimeMs / 1_000)} />
            <Measure
              title="confidence"
              value={`${Math.round(move.confidence)} ${confidence.word}`}
              alert={confidence.tone === "warn"}
            />
            <Measure
              title="risk"
              value={`${Math.round(move.risk)} ${riskLevel(move.risk)}`}
              alert={move.risk > 50}
            />
          </p>
        </div>
        <Button
          variant="ghost"
          size="icon"
          className="-mr-2 size-7"
          aria-expanded={open}
          aria-controls={detailsId}
          aria-label={`Why and with what effect: ${move.name ?? move.vmid}`}
          onClick={() => setOpen(!open)}
        >
          <ChevronDown className={cn("transition-transform duration-150", open && "rotate-180")} />
        </Button>
      </div>
      <div id={detailsId}>
        {open ? <MoveDetails clusterId={clusterId} move={move} recommendationId={recommendationId} /> : null}
      </div>
    </li>
  );
}

/** Moves of a group, and stops on the way, only make sense with the others. */
function canGoAlone({ bundle, temporary }: PlannedMoveRow): boolean {
  return bundle === null && !temporary;
}

interface PlannedMoveButtonProps {
  clusterId: string;
  move: PlannedMoveRow;
  recommendationId: string;
}

function PlannedMoveButton({ clusterId, move, recommendationId }: PlannedMoveButtonProps) {
  const { vmid, name, from, to } = move;
  const guest = useGuests().find((row) => row.clusterId === clusterId && row.vmid === vmid);
  return (
    <MoveButton
      size="small"
      className="ml-auto"
      guest={guest ?? { clusterId, vmid, name, node: from, kind: "qemu", template: false }}
      target={to}
      recommendationId={recommendationId}
      aria-label={`Move only ${name ?? vmid} to ${to}`}
    >
      Move
    </MoveButton>
  );
}

function Marks({ move, news }: { move: PlannedMoveRow; news: MoveRowProps["news"] }) {
  return (
    <span className="flex flex-wrap items-center gap-1">
      {news === "new" ? <Badge tone="accent">new</Badge> : null}
      {news === "changed" ? <Badge tone="accent">changed</Badge> : null}
      <Badge>{NEED_WORDS[move.reason.need]}</Badge>
      <Badge tone={move.kind === "restart" ? "warn" : "neutral"}>{KIND_WORDS[move.kind]}</Badge>
      {move.temporary ? <Badge>stop on the way</Badge> : null}
      {move.bundle === null ? null : (
        <Badge title="Moves with the same number only make sense together">group {move.bundle}</Badge>
      )}
    </span>
  );
}

function Measure({ title, value, alert = false }: { title: string; value: string; alert?: boolean }) {
  return (
    <span className="whitespace-nowrap text-muted">
      {title} <span className={cn("figure text-fg", alert && "text-warn")}>{value}</span>
    </span>
  );
}
