"use client";

import Link from "next/link";
import { memo, useMemo, useState } from "react";
import { RowLink } from "@/components/ui/row-link";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Figure } from "@/components/values/figure";
import { Meter } from "@/components/values/meter";
import { Panel } from "@/components/values/panel";
import type { GuestRow } from "@/lib/api/guests";
import { guestAddress, withScope } from "@/lib/client/addresses";
import { sumOf } from "@/lib/client/filter/match-guest";
import { bytesQuantity } from "@/lib/client/format/format-bytes";
import { fractionQuantity, shareOf } from "@/lib/client/format/format-percent";
import { networkQuantity, rateQuantity } from "@/lib/client/format/format-rate";
import { freezeOrder } from "@/lib/client/guests/freeze-order";
import { guestKey } from "@/lib/client/guests/group-guests";
import { busiestGuests, busyThreads } from "@/lib/client/overview/busiest-guests";

interface BusiestGuestsProps {
  guests: readonly GuestRow[];
  scope: string | null;
}

const MOST = 8;

/** The guests that use the most CPU right now, in threads. */
export function BusiestGuests({ guests, scope }: BusiestGuestsProps) {
  const [held, setHeld] = useState<readonly string[] | null>(null);
  const busiest = useMemo(() => busiestGuests(guests, MOST), [guests]);
  const rows = (held ? heldRows(held, busiest, guests) : busiest).map((guest, place) => ({ place, guest }));

  return (
    <Panel
      title="Busiest guests"
      aside={
        <Link href={withScope("/guests?sort=-cpu", scope)} className="text-accent hover:underline">
          All guests
        </Link>
      }
      bodyClassName="p-0"
    >
      <Table label="Busiest guests" className="lg:table-fixed">
        <thead>
          <tr>
            <TableHead className="pl-4">Guest</TableHead>
            <TableHead className="hidden sm:table-cell lg:w-[11%]">Node</TableHead>
            <TableHead className="lg:w-[15%]">CPU</TableHead>
            <TableHead className="text-right lg:w-[10%]">Threads</TableHead>
            <TableHead className="text-right lg:w-[18%]">Memory</TableHead>
            <TableHead className="hidden text-right md:table-cell lg:w-[11%]">Disk IO</TableHead>
            <TableHead className="hidden text-right md:table-cell lg:w-[13%]">Network</TableHead>
          </tr>
        </thead>
        <tbody onPointerEnter={() => setHeld(busiest.map(guestKey))} onPointerLeave={() => setHeld(null)}>
          {rows.map(({ place, guest }) => (
            <BusyRow key={place} guest={guest} scope={scope} />
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

function heldRows(held: readonly string[], busiest: readonly GuestRow[], guests: readonly GuestRow[]) {
  const { order } = freezeOrder(held, busiest.map(guestKey));
  const places = new Map(order.slice(0, MOST).map((key, place) => [key, place]));
  return guests
    .filter((guest) => places.has(guestKey(guest)))
    .sort((a, b) => (places.get(guestKey(a)) ?? 0) - (places.get(guestKey(b)) ?? 0));
}

const BusyRow = memo(function BusyRow({ guest, scope }: { guest: GuestRow; scope: string | null }) {
  return (
    <TableRow>
      <TableCell className="max-w-40 pl-4 sm:max-w-64">
        <RowLink
          href={withScope(guestAddress(guest.clusterId, guest.vmid), scope)}
          className="flex min-w-0 items-center gap-2 hover:underline"
        >
          <span className="figure text-muted">{guest.vmid}</span>
          <span className="truncate font-medium">{guest.name ?? "unnamed"}</span>
        </RowLink>
      </TableCell>
      <TableCell className="hidden truncate sm:table-cell">{guest.node}</TableCell>
      <TableCell>
        <span className="flex items-center gap-2">
          <Meter kind="cpu" fraction={guest.cpuFraction} className="hidden w-20 sm:block" />
          <Figure quantity={fractionQuantity(guest.cpuFraction)} className="w-12 text-right" />
        </span>
      </TableCell>
      <TableCell className="text-right">
        <Figure quantity={{ number: busyThreads(guest).toFixed(2), unit: "" }} />
      </TableCell>
      <TableCell className="text-right">
        <Figure quantity={bytesQuantity(guest.memoryUsedBytes)} />{" "}
        <span className="figure hidden w-12 text-faint sm:inline-block">
          {fractionText(shareOf(guest.memoryUsedBytes, guest.memoryTotalBytes))}
        </span>
      </TableCell>
      <TableCell className="hidden text-right md:table-cell">
        <Figure quantity={rateQuantity(sumOf(guest.diskReadBytesPerSecond, guest.diskWriteBytesPerSecond))} />
      </TableCell>
      <TableCell className="hidden text-right md:table-cell">
        <Figure quantity={networkQuantity(sumOf(guest.netInBytesPerSecond, guest.netOutBytesPerSecond))} />
      </TableCell>
    </TableRow>
  );
});

function fractionText(fraction: number | null): string {
  if (fraction === null) return "";
  const { number, unit } = fractionQuantity(fraction);
  return `${number} ${unit}`;
}
