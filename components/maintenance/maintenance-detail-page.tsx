"use client";

import { Info, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { Panel } from "@/components/values/panel";
import type { MaintenanceDetail } from "@/lib/api/maintenance";
import { nodeAddress, withScope } from "@/lib/client/addresses";
import { countOf } from "@/lib/client/format/format-count";
import { homeProgress } from "@/lib/client/maintenance/maintenance-progress";
import { useMaintenanceDetail } from "@/lib/client/maintenance/use-maintenance";
import { useScope } from "@/lib/client/state/use-scope";
import { BlockerList } from "./blocker-list";
import { GuestGroups } from "./guest-groups";
import { HomeGuests } from "./home-guests";
import { MaintenanceActions } from "./maintenance-actions";
import { MaintenanceFacts } from "./maintenance-card";
import { MaintenanceMark } from "./maintenance-mark";
import { MaintenanceProgressBar } from "./maintenance-progress-bar";

/** One maintenance: how far the node is emptied, wave by wave and guest by guest, what blocks, and the way home. */
export function MaintenanceDetailPage({ initial }: { initial: MaintenanceDetail }) {
  const { text } = useScope();
  const { detail, reread } = useMaintenanceDetail(initial);
  const { clusterId, node } = detail;
  const atHome = detail.home !== "none" || !detail.active;
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <nav aria-label="Where this is" className="text-muted text-sm">
            <Link href={withScope("/maintenance", text)} className="hover:text-fg hover:underline">
              Maintenance
            </Link>{" "}
            /{" "}
            <Link
              href={withScope(nodeAddress(clusterId, node), text)}
              className="hover:text-fg hover:underline"
            >
              {detail.clusterName} {node}
            </Link>
          </nav>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="font-semibold text-xl">{node}</h1>
            <MaintenanceMark row={detail} className="font-medium text-lg" />
          </div>
          <MaintenanceFacts row={detail} />
        </div>
        <MaintenanceActions detail={detail} reread={reread} />
      </div>
      <div className="flex flex-col gap-3">
        <Standing detail={detail} />
        {detail.blockers.length > 0 ? (
          <Panel
            title={detail.active ? "What keeps it from being empty" : "What keeps guests from going home"}
            aside={countOf(detail.blockers.length, "thing")}
            className="border-bad"
            bodyClassName="p-0"
          >
            <BlockerList clusterId={clusterId} blockers={detail.blockers} />
          </Panel>
        ) : null}
        {atHome ? <HomeGuests detail={detail} /> : null}
        {detail.evacuation === "none" && detail.guests.length === 0 ? null : (
          <GuestGroups detail={detail} reread={reread} />
        )}
      </div>
    </>
  );
}

/** The one thing that somebody who stands before the node must know. */
function Standing({ detail }: { detail: MaintenanceDetail }) {
  const { node, summary, trouble, notes, safeToReboot } = detail;
  const safe = safeToReboot && detail.active;
  const home = detail.home === "running" || detail.home === "paused" ? homeProgress(detail.guests) : null;
  const moving = detail.evacuation === "running" || detail.evacuation === "paused";
  return (
    <section aria-label="State" className={safe ? "rounded-lg border-2 border-ok bg-ok/5 p-4" : "panel p-4"}>
      {safe ? (
        <p role="status" className="mb-1 flex items-center gap-3 font-semibold text-ok text-xl">
          <ShieldCheck aria-hidden className="size-8 shrink-0" />
          {node} is empty: safe to reboot
        </p>
      ) : null}
      <p className="text-pretty">{summary}</p>
      {trouble ? <p className="mt-1 text-warn">{trouble}</p> : null}
      {(detail.active ? notes : []).map((note) => (
        <p key={note} className="mt-1 flex items-start gap-2 text-pretty text-muted text-sm">
          <Info aria-hidden className="mt-px size-3.5 shrink-0 text-warn" />
          {note}
        </p>
      ))}
      {moving || home ? (
        <div className="mt-3">
          <MaintenanceProgressBar row={detail} home={home} />
        </div>
      ) : null}
    </section>
  );
}
