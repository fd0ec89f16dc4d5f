"use client";

import { ArrowRight, Box } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import type { ReactNode } from "react";
import { RangeSwitch } from "@/components/charts/range-switch";
import { MoveButton } from "@/components/moves/move-button";
import { MovingBadge } from "@/components/moves/moving-badge";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { Missing } from "@/components/values/figure";
import { StateMark } from "@/components/values/state-mark";
import { EmptyState } from "@/components/values/states";
import type { GuestRow } from "@/lib/api/guests";
import { guestAddress, nodeAddress, withScope } from "@/lib/client/addresses";
import { formatBytes, formatBytesOf } from "@/lib/client/format/format-bytes";
import { formatDuration } from "@/lib/client/format/format-duration";
import { movingKey, useMovingGuests } from "@/lib/client/moves/use-moving-guests";
import { useScope } from "@/lib/client/state/use-scope";

// Charts are the heaviest part of the page, and the table does without them until a guest is opened.
const GuestCharts = dynamic(() => import("./guest-charts").then((module) => module.GuestCharts), {
  ssr: false,
  loading: () => <div className="min-h-[40rem]" aria-busy="true" />,
});

interface GuestSheetProps {
  /** From the address; null is closed. */
  openKey: string | null;
  /** Null when no guest has this key. */
  guest: GuestRow | null;
  clusterName: string;
  onClose: () => void;
}

/** One guest in a panel beside the table: what it is, where it runs, how it went. */
export function GuestSheet({ openKey, guest, clusterName, onClose }: GuestSheetProps) {
  return (
    <Sheet open={openKey !== null} onOpenChange={(open) => (open ? undefined : onClose())}>
      {guest ? (
        <SheetContent
          title={guest.name ?? "unnamed"}
          description={`${guest.kind === "qemu" ? "Virtual machine" : "Container"} ${guest.vmid} in ${clusterName}`}
        >
          <div className="flex flex-col gap-4">
            <GuestFacts guest={guest} />
            <div className="flex flex-wrap items-center gap-2">
              <MoveButton guest={guest} />
              <GuestPageLink guest={guest} />
              <GuestMoving guest={guest} />
            </div>
            <div className="flex items-center justify-between gap-2">
              <h3 className="font-semibold">History</h3>
              <RangeSwitch />
            </div>
            <GuestCharts guest={guest} />
          </div>
        </SheetContent>
      ) : (
        <SheetContent title="Guest not found" description="It may have been removed since the link was made.">
          <EmptyState Icon={Box} title="There is no such guest any more">
            The timeline tells what happened to it.
          </EmptyState>
        </SheetContent>
      )}
    </Sheet>
  );
}

function GuestMoving({ guest }: { guest: GuestRow }) {
  const moving = useMovingGuests().get(movingKey(guest));
  return moving ? <MovingBadge move={moving} /> : null;
}

function GuestPageLink({ guest }: { guest: GuestRow }) {
  const { text } = useScope();
  return (
    <Button asChild>
      <Link href={withScope(guestAddress(guest.clusterId, guest.vmid), text)}>
        Configuration, backups and more <ArrowRight />
      </Link>
    </Button>
  );
}

function GuestFacts({ guest }: { guest: GuestRow }) {
  const { text } = useScope();
  const facts: readonly (readonly [string, ReactNode])[] = [
    ["State", <StateMark key="state" state={guest.template ? "template" : guest.status} />],
    [
      "Node",
      <Link
        key="node"
        className="text-accent hover:underline"
        href={withScope(nodeAddress(guest.clusterId, guest.node), text)}
      >
        {guest.node}
      </Link>,
    ],
    ["CPUs", guest.cpuCount === null ? null : String(guest.cpuCount)],
    [
      "Memory",
      guest.memoryTotalBytes === null ? null : formatBytesOf(guest.memoryUsedBytes, guest.memoryTotalBytes),
    ],
    ["Memory on the host", guest.memoryHostBytes === null ? null : formatBytes(guest.memoryHostBytes)],
    ["Boot disk", guest.diskTotalBytes === null ? null : formatBytes(guest.diskTotalBytes)],
    ["Uptime", guest.uptimeSeconds ? formatDuration(guest.uptimeSeconds) : null],
    ["Pool", guest.pool ?? "none"],
    ["High availability", guest.haState ?? "not managed"],
    ["Lock", guest.lock ?? "none"],
    ["Devices", guest.passthrough ? "passed through; it cannot move" : "none passed through"],
  ];
  return (
    <>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd>{value ?? <Missing reason="Not reported by Proxmox VE" />}</dd>
          </div>
        ))}
      </dl>
      {guest.tags.length > 0 ? (
        <ul aria-label="Tags" className="flex flex-wrap gap-1">
          {guest.tags.map((tag) => (
            <li key={tag}>
              <Badge>{tag}</Badge>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
