import "server-only";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { prisma } from "@/lib/server/db/prisma";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { FINAL_STATES } from "@/lib/server/moves/move-states";
import { guestWords } from "@/lib/server/moves/move-words";
import type { PlanStep } from "@/prisma/generated/client";
import type { PlanRunWithSteps } from "./plan-run-row";

const OLDEST_READING_MS = 60_000;

/** The reading that a plan goes on by: young, and later than the last move of the plan that ended. Null when there is none to be had. */
export async function readForPlan({ id, clusterId }: PlanRunWithSteps): Promise<Snapshot | null> {
  const last = await prisma.move.findFirst({
    where: { batchId: id, endedAt: { not: null } },
    orderBy: { endedAt: "desc" },
    select: { endedAt: true },
  });
  const sinceMs = Math.max(last?.endedAt?.getTime() ?? 0, Date.now() - OLDEST_READING_MS);
  const isYoung = (snapshot: Snapshot | undefined): snapshot is Snapshot =>
    snapshot !== undefined && snapshot.readAtMs >= sinceMs;
  const known = (await readSnapshot(clusterId))?.snapshot;
  if (isYoung(known)) return known;
  await collectCluster(clusterId, { force: true });
  const read = (await readSnapshot(clusterId))?.snapshot;
  return isYoung(read) ? read : null;
}

/**
 * What in the cluster is not as the rest of the plan has it: guests that are gone, elsewhere or being moved by somebody else, nodes that are
 * not there. One sentence for each; none while all is as planned.
 */
export async function findDrift(run: PlanRunWithSteps, snapshot: Snapshot): Promise<readonly string[]> {
  const rest = run.steps.filter(({ state }) => state === "planned");
  const moving = new Set(run.steps.filter(({ state }) => state === "moving").map(({ vmid }) => vmid));
  const next = new Map(rest.toReversed().map((step) => [step.vmid, step]));
  const others = await prisma.move.findMany({
    where: {
      clusterId: run.clusterId,
      vmid: { in: [...next.keys()] },
      state: { notIn: [...FINAL_STATES] },
      OR: [{ batchId: null }, { batchId: { not: run.id } }],
    },
    select: { vmid: true, toNode: true },
  });
  return [...next.values()].flatMap((step) => {
    // Its place is known when its earlier move has ended.
    if (moving.has(step.vmid)) return [];
    const other = others.find(({ vmid }) => vmid === step.vmid);
    const sentence = driftOf(step, snapshot) ?? (other ? movedByOthers(step, other.toNode) : null);
    return sentence === null ? [] : [sentence];
  });
}

function driftOf(step: PlanStep, { guests, nodes }: Snapshot): string | null {
  const guest = guests.find(({ vmid }) => vmid === step.vmid);
  const who = wordsOf(step);
  if (!guest) return `${who} is not in the cluster any more.`;
  const isOther =
    guest.kind !== step.guestKind ||
    (step.guestObjectId !== null && guest.objectId !== null && guest.objectId !== step.guestObjectId);
  if (isOther) return `${step.vmid} is another guest now.`;
  if (guest.node !== step.fromNode) return `${who} is on ${guest.node} now, not on ${step.fromNode}.`;
  const target = nodes.find(({ name }) => name === step.toNode);
  if (!target) return `The node ${step.toNode} is not in the cluster any more.`;
  return target.status === "online" ? null : `${step.toNode} is ${target.status}.`;
}

function movedByOthers(step: PlanStep, to: string): string {
  return `${wordsOf(step)} is being moved to ${to} by somebody else.`;
}

function wordsOf({ guestKind, vmid, guestName }: PlanStep): string {
  return guestWords({ kind: guestKind, vmid, name: guestName });
}
