import "server-only";
import {
  evacuationState,
  guestChoice,
  guestHomeState,
  homeState,
  type MaintenanceBlocker,
  type MaintenanceGuest as MaintenanceGuestRow,
  type MaintenanceRow,
  maintenanceGuest,
  maintenanceGuestState,
} from "@/lib/api/maintenance";
import { type MoveState, moveState } from "@/lib/api/moves";
import { holdsResources } from "@/lib/inventory/is-guest-running";
import type { Snapshot } from "@/lib/inventory/snapshot";
import type { Maintenance, MaintenanceGuest } from "@/prisma/generated/client";
import { guestsOn } from "./guests-on";
import { LEFT_STATES } from "./left-states";
import { summaryOf } from "./maintenance-summary";

export interface StoredMaintenance extends Maintenance {
  readonly cluster: { readonly name: string };
  readonly guests: readonly MaintenanceGuest[];
}

/** One maintenance as lists show it, with what the newest reading says of its node. */
export function maintenanceRowFrom(stored: StoredMaintenance, snapshot: Snapshot | null): MaintenanceRow {
  const { endedAt, until, guests, node } = stored;
  const found = snapshot?.nodes.find(({ name }) => name === node) ?? null;
  const active = endedAt === null;
  const counts = countsOf(guests);
  const onNode = snapshot ? guestsOn(snapshot, node) : [];
  const isQuiet = snapshot !== null && !onNode.some(holdsResources);
  return {
    id: stored.id,
    clusterId: stored.clusterId,
    clusterName: stored.cluster.name,
    node,
    active,
    startedAtMs: stored.startedAt.getTime(),
    startedBy: stored.startedBy,
    reason: stored.reason,
    untilMs: toMs(until),
    overdue: active && until !== null && until.getTime() < Date.now(),
    endedAtMs: toMs(endedAt),
    endedBy: stored.endedBy,
    nodeStatus: found?.status ?? null,
    native: found?.haState === "maintenance",
    evacuation: evacuationState.parse(stored.evacuation),
    evacuationStartedAtMs: toMs(stored.evacuationAt),
    evacuationEndedAtMs: toMs(stored.evacuationEndedAt),
    safeToReboot: active && stored.evacuation === "empty" && isQuiet,
    home: homeState.parse(stored.home),
    homeStartedAtMs: toMs(stored.homeAt),
    homeEndedAtMs: toMs(stored.homeEndedAt),
    summary: summaryOf({ stored, counts, onNode }),
    trouble: stored.trouble,
    counts,
    secondsLeft: stored.secondsLeft,
    wavesLeft: stored.wavesLeft,
    ...whatMayBeDone(stored, counts.away),
  };
}

type Possible = Pick<
  MaintenanceRow,
  "canEvacuate" | "canPause" | "canResume" | "canCancel" | "canEnd" | "canBringHome"
>;

function whatMayBeDone({ endedAt, evacuation, home }: StoredMaintenance, away: number): Possible {
  const active = endedAt === null;
  const isComing = ["running", "paused", "cancelling"].includes(home);
  const isWorking = ["running", "paused", "cancelling"].includes(evacuation);
  const job = isComing ? home : evacuation;
  const isOpen = isComing || active;
  return {
    canEvacuate: active && !isWorking,
    canPause: isOpen && ["running", "blocked"].includes(job),
    canResume: isOpen && ["paused", "blocked"].includes(job),
    canCancel: isOpen && ["running", "paused", "blocked"].includes(job),
    canEnd: active && !isWorking,
    canBringHome: !active && !isComing && away > 0,
  };
}

function toMs(moment: Date | null): number | null {
  return moment?.getTime() ?? null;
}

function countsOf(guests: readonly MaintenanceGuest[]): MaintenanceRow["counts"] {
  const count = (state: string) => guests.filter((guest) => guest.state === state).length;
  return {
    total: guests.length,
    waiting: count("waiting"),
    underWay: guests.filter(({ state, home }) => state === "under-way" || home === "under-way").length,
    moved: count("moved") + count("recovered"),
    shutDown: count("shut-down"),
    left: count("left"),
    blocked: count("blocked"),
    appeared: count("appeared"),
    home: guests.filter(({ home }) => home === "home").length,
    away: guests.filter(
      ({ state, home }) => LEFT_STATES.includes(state) && home !== "home" && home !== "gone",
    ).length,
  };
}

export interface GuestContext {
  readonly moveStates: ReadonlyMap<string, MoveState>;
  readonly upids: ReadonlyMap<number, string>;
  readonly snapshot: Snapshot | null;
}

export function guestRowFrom(
  row: MaintenanceGuest,
  { moveStates, upids, snapshot }: GuestContext,
): MaintenanceGuestRow {
  const stateOf = (id: string | null) => (id === null ? null : (moveStates.get(id) ?? null));
  return {
    vmid: row.vmid,
    name: row.name,
    kind: row.kind === "lxc" ? "lxc" : "qemu",
    running: row.wasRunning,
    ha: row.ha,
    choice: guestChoice.nullable().parse(row.choice),
    action: maintenanceGuest.shape.action.parse(row.action),
    state: maintenanceGuestState.parse(row.state),
    from: row.fromNode,
    to: row.toNode,
    node: snapshot?.guests.find(({ vmid }) => vmid === row.vmid)?.node ?? null,
    wave: row.wave,
    seconds: row.seconds,
    moveId: row.moveId,
    moveState: stateOf(row.moveId),
    upid: upids.get(row.vmid) ?? null,
    tries: row.tries,
    reason: row.detail,
    fix: row.fix,
    home: guestHomeState.parse(row.home),
    homeMoveId: row.homeMoveId,
    homeMoveState: stateOf(row.homeMoveId),
    homeReason: row.homeReason,
  };
}

/** What keeps the node from being empty, the node itself first. */
export function blockersOf(stored: StoredMaintenance): readonly MaintenanceBlocker[] {
  const lost: readonly MaintenanceBlocker[] =
    stored.nodeLostAt === null
      ? []
      : [
          {
            vmid: null,
            name: null,
            reason: "node-offline",
            detail: stored.trouble ?? `${stored.node} is not online.`,
            fix: `Bring ${stored.node} back; it goes on by itself.`,
          },
        ];
  const blocked = stored.guests.filter(({ state }) => state === "blocked");
  return [
    ...lost,
    ...blocked.map(({ vmid, name, code, detail, fix }) => ({
      vmid,
      name,
      reason: code ?? "blocked",
      detail: detail ?? "It does not go.",
      fix: fix ?? "",
    })),
  ];
}

export function moveStateFrom(moves: readonly { readonly id: string; readonly state: string }[]) {
  return new Map(moves.map(({ id, state }) => [id, moveState.parse(state)]));
}
