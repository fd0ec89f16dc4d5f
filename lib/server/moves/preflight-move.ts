import "server-only";
import type { Task } from "@/lib/inventory/snapshot";
import { AppError } from "@/lib/server/http/app-error";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { Move } from "@/prisma/generated/client";
import { hasFreshReading } from "./fresh-reading";
import { judgeTarget, type TargetJudgement } from "./judge-target";
import { explainMigrationFailure } from "./log/explain-migration-failure";
import type { MoveTimings } from "./move-timings";
import { guestWords } from "./move-words";
import { openCluster } from "./open-cluster";
import { readGuestMigrations } from "./pve/guest-tasks";
import type { MigrationRequest } from "./pve/migrate-guest";
import { type GuestPlace, readGuestPlace } from "./pve/read-guest-place";
import { findPreconditionFault } from "./pve/read-preconditions";

export interface PreflightPassed {
  readonly outcome: "passed";
  readonly request: Omit<MigrationRequest, "mayBeSent">;
  /** Migrations of the guest that there were before. */
  readonly knownUpids: readonly string[];
}

export interface PreflightRefused {
  /** `superseded`: the world has changed, and the move is not wanted any more. */
  readonly outcome: "failed" | "superseded";
  readonly sentence: string;
}

export type Preflight = PreflightPassed | PreflightRefused;

/** Everything that is checked just before PVE is asked; docs/moving.md. Nothing is started. */
export async function preflightMove(move: Move, timings: MoveTimings): Promise<Preflight> {
  try {
    return await check(move, timings);
  } catch (error) {
    if (error instanceof AppError) return failed(error.message);
    if (!(error instanceof PveError)) throw error;
    const { cause, advice, code } = explainMigrationFailure([error.message]);
    return failed(
      code === "other" ? `Proxmox VE could not be asked: ${error.message}` : `${cause} ${advice}`,
    );
  }
}

async function check(move: Move, timings: MoveTimings): Promise<Preflight> {
  const { transport } = await openCluster(move.clusterId);
  const place = await readGuestPlace(transport, move.vmid);
  const moved =
    place === null ? failed(`${whoIs(move)} is not in the cluster any more.`) : driftOf(move, place);
  if (moved !== null || place === null) return moved ?? failed("The guest is not there.");
  if (!(await hasFreshReading(move, place, timings.readingMaxAgeMs)))
    return failed("The cluster could not be read anew, and the newest reading is too old to decide by.");
  const judgement = await judgeTarget({
    clusterId: move.clusterId,
    vmid: move.vmid,
    target: move.toNode,
    accepted: move.accepted,
  });
  const refused = refusalOf(move, judgement);
  if (refused) return refused;
  const { vmid, fromNode: from, toNode: to } = move;
  const versions = [judgement.source?.pveVersion ?? null, judgement.targetNode.pveVersion];
  const fault = await findPreconditionFault(transport, {
    vmid,
    kind: place.kind,
    from,
    to,
    sourceVersion: versions[0] ?? null,
  });
  if (fault !== null) return failed(fault);
  const tasks = await readGuestMigrations(transport, from, vmid);
  const running = tasks.find(({ endedAtMs }) => endedAtMs === null);
  if (running) return failed(`A migration of ${whoIs(move)} is running already, started by ${running.user}.`);
  const request = { vmid, kind: place.kind, from, to, running: place.status !== "stopped", versions };
  return { outcome: "passed", request, knownUpids: tasks.map(({ upid }: Task) => upid) };
}

function driftOf(move: Move, place: GuestPlace): PreflightRefused | null {
  const who = whoIs(move);
  if (place.kind !== move.guestKind) return failed(`${move.vmid} is another guest now.`);
  if (place.node === move.toNode)
    return superseded(`${who} is on ${move.toNode} already; somebody else moved it.`);
  if (place.node !== move.fromNode)
    return superseded(`${who} is on ${place.node} by now, not on ${move.fromNode}; somebody else moved it.`);
  if (place.lock !== null)
    return failed(`${who} is locked (${place.lock}). Wait until what holds the lock is done.`);
  return null;
}

function refusalOf(move: Move, { guest, refusals, option, stay }: TargetJudgement): PreflightRefused | null {
  const isOther =
    move.guestObjectId !== null && guest.objectId !== null && guest.objectId !== move.guestObjectId;
  if (isOther) return failed(`${move.vmid} is another guest now: its number was used again.`);
  const [first] = refusals;
  if (first) return failed(`${first.detail} ${first.fix}`);
  if (move.source !== "plan" && move.source !== "automation") return null;
  const [warning] = option.warnings;
  const before = stay?.effect?.clusterScore ?? null;
  const after = option.effect?.clusterScore ?? null;
  if (warning && isForBalance(move)) return superseded(`The plan does not hold any more: ${warning.detail}`);
  if (isForBalance(move) && before !== null && after !== null && after < before)
    return superseded(
      `The plan does not hold any more: the cluster would be worse off (${round(before)} to ${round(after)}).`,
    );
  return null;
}

/** Moves that repair or empty something may cost balance. */
function isForBalance({ predicted }: Move): boolean {
  const isObject = typeof predicted === "object" && predicted !== null && !Array.isArray(predicted);
  const need = isObject ? predicted.need : undefined;
  return need === "imbalance" || need === "contention" || need === "distribution";
}

function whoIs({ guestKind, vmid, guestName }: Move): string {
  return guestWords({ kind: guestKind, vmid, name: guestName });
}

const round = (score: number): number => Math.round(score * 10) / 10;
const failed = (sentence: string): PreflightRefused => ({ outcome: "failed", sentence });
const superseded = (sentence: string): PreflightRefused => ({ outcome: "superseded", sentence });
