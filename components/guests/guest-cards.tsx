"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { Figure } from "@/components/values/figure";
import { Meter } from "@/components/values/meter";
import { StateMark } from "@/components/values/state-mark";
import type { GuestRow } from "@/lib/api/guests";
import type { MoveRow } from "@/lib/api/moves";
import { formatBytesOf } from "@/lib/client/format/format-bytes";
import { countOf } from "@/lib/client/format/format-count";
import { fractionQuantity, shareOf } from "@/lib/client/format/format-percent";
import { type GuestLine, guestKey } from "@/lib/client/guests/group-guests";
import { movingKey, useMovingGuests } from "@/lib/client/moves/use-moving-guests";
import { ChoiceBox } from "./choice-box";
import { GuestMarks, GuestName, GuestTarget } from "./guest-cell";

interface GuestCardsProps {
  lines: readonly GuestLine[];
  clusterNameOf: (guest: GuestRow) => string | null;
  onOpen: (guest: GuestRow) => void;
  /** Keys of the chosen guests. */
  chosen: ReadonlySet<string>;
  onChoose: (keys: readonly string[], on: boolean) => void;
}

/** The guest table for narrow screens. */
export function GuestCards({ lines, clusterNameOf, onOpen, chosen, onChoose }: GuestCardsProps) {
  const moving = useMovingGuests();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === "group" ? 34 : 88),
    overscan: 6,
    getItemKey: (index) => lines[index]?.key ?? index,
  });

  return (
    <ScrollRegion ref={scroller} aria-label="Guests" className="panel flex-1 overflow-y-auto">
      <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start, size }) => {
          const line = lines[index];
          if (!line) return null;
          return (
            <li
              key={key}
              aria-setsize={lines.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 border-line border-b"
              style={{ top: start, height: size }}
            >
              {line.kind === "group" ? (
                <p className="bg-bg px-3 py-1.5 font-semibold">
                  {line.title} <span className="font-normal text-muted">{countOf(line.guests, "guest")}</span>
                </p>
              ) : (
                <GuestCard
                  guest={line.guest}
                  clusterName={clusterNameOf(line.guest)}
                  moving={moving.get(movingKey(line.guest)) ?? null}
                  onOpen={onOpen}
                  chosen={chosen.has(guestKey(line.guest))}
                  onChoose={(on) => onChoose([guestKey(line.guest)], on)}
                />
              )}
            </li>
          );
        })}
      </ul>
    </ScrollRegion>
  );
}

function GuestCard({
  guest,
  clusterName,
  moving,
  onOpen,
  chosen,
  onChoose,
}: {
  guest: GuestRow;
  clusterName: string | null;
  moving: MoveRow | null;
  onOpen: (guest: GuestRow) => void;
  chosen: boolean;
  onChoose: (on: boolean) => void;
}) {
  const share = shareOf(guest.memoryUsedBytes, guest.memoryTotalBytes);
  const reason = guest.status === "running" ? "Not reported by Proxmox VE" : "Not running";
  return (
    <article aria-label={guest.name ?? String(guest.vmid)} className="flex flex-col gap-1 px-3 py-2">
      <div className="flex items-center gap-2">
        <ChoiceBox
          label={`Choose ${guest.name ?? guest.vmid}`}
          state={chosen ? "all" : "none"}
          onChoose={onChoose}
          className="size-5"
        />
        <StateMark state={guest.template ? "template" : guest.status} compact />
        <span className="figure text-muted text-sm">{guest.vmid}</span>
        <span className="min-w-0 flex-1">
          <GuestName guest={guest} onOpen={onOpen} />
        </span>
        <GuestMarks guest={guest} />
        <span className="truncate text-muted text-sm">
          {clusterName ? `${clusterName} / ` : ""}
          {guest.node}
          <GuestTarget moving={moving} />
        </span>
      </div>
      <div className="flex items-center gap-2 text-sm">
        <span className="w-8 text-muted">CPU</span>
        <Meter kind="cpu" fraction={guest.cpuFraction} className="flex-1" />
        <Figure quantity={fractionQuantity(guest.cpuFraction)} reason={reason} className="w-32 text-right" />
      </div>
      <div className="flex items-center gap-2 text-sm">
        <span className="w-8 text-muted">Mem</span>
        <Meter kind="mem" fraction={share} className="flex-1" />
        <span className="figure w-32 whitespace-nowrap text-right">
          {formatBytesOf(guest.memoryUsedBytes, guest.memoryTotalBytes)}
        </span>
      </div>
    </article>
  );
}
