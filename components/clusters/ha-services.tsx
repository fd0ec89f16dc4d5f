"use client";

import Link from "next/link";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Missing } from "@/components/values/figure";
import { Panel } from "@/components/values/panel";
import type { HaServiceRow } from "@/lib/api/cluster-parts";
import { guestAddress, nodeAddress, withScope } from "@/lib/client/addresses";
import { countOf } from "@/lib/client/format/format-count";
import { useScope } from "@/lib/client/state/use-scope";
import { NotReadYet } from "./not-read-yet";

interface HaServicesProps {
  clusterId: string;
  /** Null when they were not read yet. */
  services: readonly HaServiceRow[] | null;
}

/** The guests that PVE starts again after a failure. */
export function HaServices({ clusterId, services }: HaServicesProps) {
  const { text } = useScope();
  const asksBalancer = services?.some(({ autoRebalance }) => autoRebalance !== null) ?? false;
  return (
    <Panel
      title="Guests under high availability"
      aside={services && services.length > 0 ? countOf(services.length, "guest") : null}
      bodyClassName={services && services.length > 0 ? "p-0 max-h-96 overflow-y-auto" : "p-4"}
    >
      {services === null ? <NotReadYet what="High availability has" /> : null}
      {services?.length === 0 ? (
        <p className="text-muted">None: after a failure of its node a guest stays off.</p>
      ) : null}
      {services && services.length > 0 ? (
        <Table label="Guests under high availability">
          <thead className="sticky top-0 z-10 bg-surface">
            <tr>
              <TableHead className="pl-4">Guest</TableHead>
              <TableHead>Node</TableHead>
              <TableHead>Wanted</TableHead>
              <TableHead className="text-right">Restarts</TableHead>
              <TableHead className="pr-4 text-right">Moves</TableHead>
              {asksBalancer ? <TableHead className="pr-4">Balanced</TableHead> : null}
            </tr>
          </thead>
          <tbody>
            {services.map((service) => (
              <TableRow key={service.sid}>
                <TableCell className="whitespace-nowrap pl-4">
                  <Link
                    href={withScope(guestAddress(clusterId, service.vmid), text)}
                    className="hover:text-accent hover:underline"
                  >
                    <span className="figure text-muted">{service.vmid}</span> {service.name ?? "unnamed"}
                  </Link>
                </TableCell>
                <TableCell>
                  {service.node ? (
                    <Link
                      href={withScope(nodeAddress(clusterId, service.node), text)}
                      className="hover:text-accent hover:underline"
                    >
                      {service.node}
                    </Link>
                  ) : (
                    <Missing reason="The guest is not there" />
                  )}
                </TableCell>
                <TableCell>{service.requestedState}</TableCell>
                <TableCell className="figure text-right">{service.maxRestart ?? "–"}</TableCell>
                <TableCell className="figure pr-4 text-right">{service.maxRelocate ?? "–"}</TableCell>
                {asksBalancer ? (
                  <TableCell className="pr-4">{service.autoRebalance ? "yes" : "no"}</TableCell>
                ) : null}
              </TableRow>
            ))}
          </tbody>
        </Table>
      ) : null}
    </Panel>
  );
}
