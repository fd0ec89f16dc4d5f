"use client";

import Link from "next/link";
import { useMemo } from "react";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Figure } from "@/components/values/figure";
import { Meter } from "@/components/values/meter";
import { Panel } from "@/components/values/panel";
import { StateMark } from "@/components/values/state-mark";
import type { GuestRow } from "@/lib/api/guests";
import { guestAddress, withScope } from "@/lib/client/addresses";
import { countOf } from "@/lib/client/format/format-count";
import { fractionQuantity, shareOf } from "@/lib/client/format/format-percent";
import { useGuests } from "@/lib/client/state/initial-rows";
import { useScope } from "@/lib/client/state/use-scope";

interface NodeGuestsProps {
  clusterId: string;
  node: string;
  threads: number | null;
  memoryBytes: number | null;
}

/** The node's guests, those with most memory configured first: that order stays while their use changes. */
export function NodeGuests({ clusterId, node, threads, memoryBytes }: NodeGuestsProps) {
  const guests = useGuests();
  const { text } = useScope();
  const own = useMemo(
    () =>
      guests
        .filter((guest) => guest.clusterId === clusterId && guest.node === node)
        .sort((a, b) => (b.memoryTotalBytes ?? 0) - (a.memoryTotalBytes ?? 0) || a.vmid - b.vmid),
    [guests, clusterId, node],
  );
  const running = own.filter(({ status }) => status === "running").length;

  return (
    <Panel
      title="Guests by share of the node"
      aside={
        <Link href={withScope(`/guests?filter=node:${node}`, text)} className="text-accent hover:underline">
          {countOf(own.length, "guest")}, {running} running
        </Link>
      }
      bodyClassName="p-0 max-h-96 overflow-y-auto"
    >
      {own.length === 0 ? <p className="p-4 text-muted">No guest lives on this node.</p> : null}
      {own.length > 0 ? (
        <Table label="Guests of this node">
          <thead className="sticky top-0 z-10 bg-surface">
            <tr>
              <TableHead className="pl-4">Guest</TableHead>
              <TableHead className="text-right">CPU</TableHead>
              <TableHead className="text-right">Memory</TableHead>
            </tr>
          </thead>
          <tbody>
            {own.map((guest) => (
              <TableRow key={guest.vmid}>
                <TableCell className="pl-4">
                  <Link
                    href={withScope(guestAddress(clusterId, guest.vmid), text)}
                    className="flex items-center gap-2 hover:underline"
                  >
                    <StateMark state={guest.template ? "template" : guest.status} compact />
                    <span className="figure text-muted">{guest.vmid}</span>
                    <span className="max-w-36 truncate sm:max-w-48">{guest.name ?? "unnamed"}</span>
                  </Link>
                </TableCell>
                <TableCell>
                  <Share kind="cpu" fraction={cpuShare(guest, threads)} />
                </TableCell>
                <TableCell>
                  <Share kind="mem" fraction={memoryShare(guest, memoryBytes)} />
                </TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      ) : null}
    </Panel>
  );
}

function Share({ kind, fraction }: { kind: "cpu" | "mem"; fraction: number | null }) {
  return (
    <span className="flex items-center justify-end gap-2">
      <Meter kind={kind} fraction={fraction} className="hidden w-24 sm:block" />
      <Figure quantity={fractionQuantity(fraction)} reason="Not running" className="w-14 text-right" />
    </span>
  );
}

function cpuShare(guest: GuestRow, threads: number | null): number | null {
  if (guest.cpuFraction === null || guest.cpuCount === null || guest.status !== "running") return null;
  return shareOf(guest.cpuFraction * guest.cpuCount, threads);
}

function memoryShare(guest: GuestRow, memoryBytes: number | null): number | null {
  return guest.status === "running"
    ? shareOf(guest.memoryHostBytes ?? guest.memoryUsedBytes, memoryBytes)
    : null;
}
