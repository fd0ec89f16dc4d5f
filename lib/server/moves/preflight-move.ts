import "server-only";
import { type MovePrediction, movePrediction } from "@/lib/api/moves";
import type { Task } from "@/lib/inventory/snapshot";
import { AppError } from "@/lib/server/http/app-error";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";
import type { Move } from "@/prisma/generated/client";
import { whyNoFreshReading } from "./fresh-reading";
import { judgeTarget, type TargetJudgement } from "./judge-target";
import { explainMigrationFailure } from "./log/explain-migration-failure";
import { effectOf, purposeOf } from "./move-prediction";
import type { MoveTimings } from "./move-timings";
import { guestWords } from "./move-words";
import { openCluster } from "./open-cluster";
import { readGuestMigrations } from "./pve/guest-tasks";
import type { MigrationRequest } from "./pve/migrate-guest";
import { isPassingTrouble, mayPass } from "./pve/passing-trouble";
import { type GuestPlace, readGuestPlace } from "./pve/read-guest-place";
import { readPreconditions } from "./pve/read-preconditions";

export interface PreflightPassed {
  readonly outcome: "passed";
  /** The way on which it was checked, for the request that follows at once. */
  readonly transport: PveTransport;
  readonly request: Omit<MigrationRequest, "mayBeSent">;
  /** Migrations of the guest that there were before. */
  readonly knownUpids: readonly string[];
  /** The prediction by this moment's reading. */
  readonly predicted: MovePrediction;
}

export interface PreflightRefused {
  /** `superseded`: the world has changed, and the move is not wanted any more. */
  readonly outcome: "failed" | "superseded";
  readonly sentence: string;
}

/** Nothing is known against it, but it cannot be found out just now. */
export interface PreflightDelayed {
  readonly outcome: "delayed";
  readonly sentence: string;
  /** After so long in vain it has failed. */
  readonly limitMs: number;
}

export type Preflight = PreflightPassed | PreflightRefused | PreflightDelayed;

/**
 * Everything that is checked just before PVE is asked; docs/moving.md. Nothing is started.
 *
 * @throws AppError when the connection is paused or removed
 */
export async function preflightMove(move: Move, timings: MoveTimings): Promise<Preflight> {
  const { transport } = await openCluster(move.clusterId);
  try {
    return await check(move, timings, transport);
  } catch (error) {
    if (error instanceof AppError) return failed(error.message);
    if (!(error instanceof PveError)) throw error;
    if (error.kind === "budget_exhausted") return delayed(error.message, timings.lookupLimitMs);
    if (isPassingTrouble(error)) return delayed(unanswered(error.message), timings.preflightLimitMs);
    const { cause, advice, code } = explainMigrationFailure([error.message]);
    return failed(
      code === "other" ? `Proxmox VE could not be asked: ${error.message}` : `${cause} ${advice}`,
    );
  }
}

async function check(move: Move, timings: MoveTimings, transport: PveTransport): Promise<Preflight> {
  const { vmid, fromNode: from, toNode: to } = move;
  const versions = await readVersions(move);
  // All that PVE is asked is asked at once; where the guest is decides first.
  const asked = answersOf(
    Promise.all([
      readPreconditions(transport, {
        vmid,
        kind: kindOf(move),
        from,
        to,
        sourceVersion: versions[0] ?? null,
      }),
      readGuestMigrations(transport, from, vmid),
    ]),
  );
  const place = await readGuestPlace(transport, vmid);
  if (place === null) return failed(`${whoIs(move)} is not in the cluster any more.`);
  const moved = driftOf(move, place);
  if (moved) return moved;
  const problem = await whyNoFreshReading(move, place, timings.readingMaxAgeMs);
  if (problem === "budget_exhausted") {
    const sentence = "The cluster has to be read anew, and the calls of this minute are used up.";
    return delayed(sentence, timings.lookupLimitMs);
  }
  if (problem !== null) {
    const sentence = "The cluster could not be read anew, and the newest reading is too old to decide by.";
    return mayPass(problem) ? delayed(sentence, timings.preflightLimitMs) : failed(sentence);
  }
  const expected = movePrediction.parse(move.predicted);
  const judgement = await judgeTarget({
    clusterId: move.clusterId,
    vmid,
    target: to,
    accepted: move.accepted,
    purpose: purposeOf(expected),
  });
  const refused = refusalOf(move, judgement);
  if (refused) return refused;
  const [{ fault }, tasks] = await asked();
  if (fault !== null) return failed(fault);
  const running = tasks.find(({ endedAtMs }) => endedAtMs === null);
  if (running) return failed(`A migration of ${whoIs(move)} is running already, started by ${running.user}.`);
  const request = { vmid, kind: place.kind, from, to, running: place.status !== "stopped", versions };
  const predicted = { ...expected, ...effectOf(judgement.effect) };
  const knownUpids = tasks.map(({ upid }: Task) => upid);
  return { outcome: "passed", transport, request, predicted, knownUpids };
}

/** Lets calls run; their answer, or what went wrong, is taken when it is asked for. */
function answersOf<Answer>(calls: Promise<Answer>): () => Promise<Answer> {
  calls.catch(() => undefined);
  return () => calls;
}

/** Releases of source and target, as the newest reading has them; parameters that one of them does not know are left out. */
async function readVersions({ clusterId, fromNode, toNode }: Move): Promise<readonly (string | null)[]> {
  const nodes = (await readSnapshot(clusterId))?.snapshot.nodes ?? [];
  return [fromNode, toNode].map((node) => nodes.find(({ name }) => name === node)?.pveVersion ?? null);
}

function kindOf({ guestKind }: Move): "qemu" | "lxc" {
  return guestKind === "lxc" ? "lxc" : "qemu";
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

function refusalOf(move: Move, { guest, refusals, outdated }: TargetJudgement): PreflightRefused | null {
  const isOther =
    move.guestObjectId !== null && guest.objectId !== null && guest.objectId !== move.guestObjectId;
  if (isOther) return failed(`${move.vmid} is another guest now: its number was used again.`);
  const [first] = refusals;
  if (first) return failed(`${first.detail} ${first.fix}`);
  return outdated === null ? null : superseded(`The plan does not hold any more: ${outdated}`);
}

function whoIs({ guestKind, vmid, guestName }: Move): string {
  return guestWords({ kind: guestKind, vmid, name: guestName });
}

const failed = (sentence: string): PreflightRefused => ({ outcome: "failed", sentence });
const delayed = (sentence: string, limitMs: number): PreflightDelayed => ({
  outcome: "delayed",
  sentence,
  limitMs,
});
const unanswered = (why: string) => `It is checked again, because Proxmox VE did not answer: ${why}`;
const superseded = (sentence: string): PreflightRefused => ({ outcome: "superseded", sentence });
