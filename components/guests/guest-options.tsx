"use client";

import { CircleAlert, CircleCheck, CircleDot, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { z } from "zod";
import { MoveButton } from "@/components/moves/move-button";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Figure } from "@/components/values/figure";
import { Meter } from "@/components/values/meter";
import { Panel } from "@/components/values/panel";
import { type MigrationOption, migrationOption } from "@/lib/api/recommendations";
import { nodeAddress, withScope } from "@/lib/client/addresses";
import { compareNames } from "@/lib/client/format/compare-names";
import { formatBytes } from "@/lib/client/format/format-bytes";
import { formatDuration } from "@/lib/client/format/format-duration";
import { fractionQuantity } from "@/lib/client/format/format-percent";
import { migrationOptionsAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import type { MovableGuest } from "@/lib/client/moves/movable-guest";
import { KIND_WORDS } from "@/lib/client/recommendations/plan-words";
import { useScope } from "@/lib/client/state/use-scope";

const options = z.array(migrationOption);

/** Every node of the cluster with what would come of it, or every reason against it. */
export function GuestOptions({ guest }: { guest: MovableGuest }) {
  const { clusterId, vmid, node } = guest;
  const { data, error } = useApi(migrationOptionsAddress(clusterId, vmid), options, {
    refreshInterval: 30_000,
  });
  const rows = data ? [...data.data].sort(byUse) : null;
  const allowed = rows?.filter(({ current, refusals }) => !current && refusals.length === 0).length ?? 0;
  return (
    <Panel
      title="Where could it run"
      aside={rows ? `${allowed} of ${rows.filter(({ current }) => !current).length} other nodes` : null}
      bodyClassName={rows ? "p-0" : ""}
    >
      {error && !rows ? <p className="text-muted">{messageOf(error)}</p> : null}
      {rows || error ? null : <Skeleton className="h-44" />}
      {rows ? (
        <Table label={`Where the guest on ${node} could run`}>
          <thead>
            <tr>
              <TableHead className="pl-4 sm:pl-4">Node</TableHead>
              <TableHead className="hidden text-right sm:table-cell">Score there</TableHead>
              <TableHead className="hidden sm:table-cell">CPU</TableHead>
              <TableHead className="hidden sm:table-cell">Memory</TableHead>
              <TableHead className="pr-4 sm:pr-4">What it takes</TableHead>
            </tr>
          </thead>
          <tbody>
            {rows.map((option) => (
              <OptionRow key={option.node} guest={guest} option={option} />
            ))}
          </tbody>
        </Table>
      ) : null}
    </Panel>
  );
}

function OptionRow({ guest, option }: { guest: MovableGuest; option: MigrationOption }) {
  const { text } = useScope();
  const { effect } = option;
  return (
    <TableRow className="align-top">
      <TableCell className="whitespace-nowrap py-1.5 pl-4 sm:pl-4">
        <span className="flex items-center gap-2">
          <OptionMark option={option} />
          <Link
            href={withScope(nodeAddress(guest.clusterId, option.node), text)}
            className="font-medium hover:text-accent hover:underline"
          >
            {option.node}
          </Link>
        </span>
        {effect ? (
          <span className="figure pl-5.5 text-muted sm:hidden">score {Math.round(effect.nodeScore)}</span>
        ) : null}
      </TableCell>
      <TableCell className="figure hidden py-1.5 text-right sm:table-cell">
        {effect ? Math.round(effect.nodeScore) : "–"}
      </TableCell>
      <ShareCell kind="cpu" fraction={effect?.cpu ?? null} />
      <ShareCell kind="mem" fraction={effect?.memory ?? null} />
      <TableCell className="w-1/2 py-1.5 pr-4 sm:pr-4">
        <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
          <div className="min-w-0 flex-1 basis-48">
            <Outcome option={option} />
          </div>
          {option.current || option.refusals.length > 0 ? null : (
            <MoveButton
              guest={guest}
              target={option.node}
              size="small"
              aria-label={`Move here, to ${option.node}`}
            >
              Move here
            </MoveButton>
          )}
        </div>
      </TableCell>
    </TableRow>
  );
}

function ShareCell({ kind, fraction }: { kind: "cpu" | "mem"; fraction: number | null }) {
  return (
    <TableCell className="hidden py-1.5 sm:table-cell">
      <span className="flex items-center gap-2">
        <Meter kind={kind} fraction={fraction} className="hidden w-16 xl:block" />
        <Figure
          quantity={fractionQuantity(fraction)}
          reason="The node cannot be scored"
          className="w-12 text-right"
        />
      </span>
    </TableCell>
  );
}

function OptionMark({ option: { current, refusals, warnings } }: { option: MigrationOption }) {
  const icon = { role: "img", className: "size-3.5 shrink-0" } as const;
  if (current)
    return <CircleDot {...icon} aria-label="it is here" className="size-3.5 shrink-0 text-accent" />;
  if (refusals.length > 0) {
    return <CircleAlert {...icon} aria-label="not possible" className="size-3.5 shrink-0 text-off" />;
  }
  if (warnings.length > 0) {
    return (
      <TriangleAlert
        {...icon}
        aria-label="possible, with a warning"
        className="size-3.5 shrink-0 text-warn"
      />
    );
  }
  return <CircleCheck {...icon} aria-label="possible" className="size-3.5 shrink-0 text-ok" />;
}

function Outcome({ option: { current, refusals, warnings, cost } }: { option: MigrationOption }) {
  if (current) return <span className="text-muted">It is here.</span>;
  if (refusals.length > 0) {
    return (
      <ul className="flex flex-col gap-1">
        {refusals.map(({ code, detail, fix }) => (
          <li key={code}>
            {detail} <span className="text-muted">{fix}</span>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <>
      {cost ? (
        <span>
          {KIND_WORDS[cost.kind]} in <span className="figure">{formatDuration(cost.seconds)}</span>,{" "}
          <span className="figure">{formatBytes(cost.bytes)}</span> sent,{" "}
          <span className="figure">{formatDuration(cost.downtimeMs / 1_000)}</span> downtime
        </span>
      ) : null}
      {warnings.map(({ code, detail }) => (
        <span key={code} className="block text-muted">
          <span className="text-warn">Not for balance's sake:</span> {detail}
        </span>
      ))}
    </>
  );
}

/** Where it is, then where it may go by the score there, then the rest by name. */
function byUse(one: MigrationOption, other: MigrationOption): number {
  return (
    rankOf(one) - rankOf(other) ||
    (other.effect?.nodeScore ?? 0) - (one.effect?.nodeScore ?? 0) ||
    compareNames(one.node, other.node)
  );
}

function rankOf({ current, refusals }: MigrationOption): number {
  if (current) return 0;
  return refusals.length === 0 ? 1 : 2;
}
