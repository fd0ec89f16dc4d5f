import "server-only";
import type { z } from "zod";
import type { PlanRunDetail, planInput } from "@/lib/api/plans";
import type { PlannedMoveRow, RecommendationView } from "@/lib/api/recommendations";
import type { Guest } from "@/lib/inventory/snapshot";
import { canMoveGuests, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { isUniqueViolation } from "@/lib/server/db/is-unique-violation";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { FINAL_STATES } from "@/lib/server/moves/move-states";
import { guestWords } from "@/lib/server/moves/move-words";
import { openCluster } from "@/lib/server/moves/open-cluster";
import { wakePlan } from "@/lib/server/moves/wake-moves";
import { findRecommendation } from "@/lib/server/recommendations/read-recommendation";
import { chooseMoves } from "./choose-moves";
import { notePlan } from "./note-plan";
import { planChanged } from "./plan-changed";
import { ACTIVE_PLAN_STATES } from "./plan-states";
import { readPlan } from "./read-plans";

/**
 * Approves the newest plan of a cluster, or some of its moves; the jobs carry it out.
 *
 * @throws AppError with a sentence, and what changed; nothing was started then
 */
export async function approvePlan(
  viewer: Viewer,
  { clusterId, recommendationId, moves: vmids }: z.output<typeof planInput>,
): Promise<PlanRunDetail> {
  refuseUnless(canMoveGuests(viewer), viewer, "carry out plans");
  await openCluster(clusterId);
  const newest = await findRecommendation(clusterId);
  if (newest?.id !== recommendationId) throw await planChanged(clusterId, recommendationId, newest, vmids);
  const chosen = await chooseMoves(newest, vmids);
  const guests = await refuseMovedGuests(clusterId, chosen);
  const id = await store(viewer, newest, chosen, guests);
  await wakePlan(id);
  return await readPlan(id);
}

type GuestsByVmid = ReadonlyMap<number, Guest>;

/** Every guest is where its first move begins, and nobody is moving it. */
async function refuseMovedGuests(clusterId: string, moves: readonly PlannedMoveRow[]): Promise<GuestsByVmid> {
  const reading = await readSnapshot(clusterId);
  const guests = new Map(reading?.snapshot.guests.map((guest) => [guest.vmid, guest]));
  const first = new Map(moves.toReversed().map((move) => [move.vmid, move]));
  const underWay = await prisma.move.findMany({
    where: { clusterId, vmid: { in: [...first.keys()] }, state: { notIn: [...FINAL_STATES] } },
    select: { vmid: true, toNode: true },
  });
  const issues = [...first.values()].flatMap(({ vmid, from }) => {
    const guest = guests.get(vmid);
    const other = underWay.find((move) => move.vmid === vmid);
    const message = !guest
      ? `guest ${vmid} is not there any more`
      : guest.node !== from
        ? `${guestWords(guest)} is on ${guest.node} now, not on ${from}`
        : other
          ? `${guestWords(guest)} is being moved already, to ${other.toNode}`
          : null;
    return message === null ? [] : [{ path: `moves.${vmid}`, message }];
  });
  if (issues.length === 0) return guests;
  const what = issues.map(({ message }) => message).join("; ");
  throw new AppError("conflict", `The plan does not hold any more: ${what}. Nothing was started.`, issues);
}

async function store(
  viewer: Viewer,
  { id: recommendationId, clusterId, plan }: RecommendationView,
  chosen: readonly PlannedMoveRow[],
  guests: GuestsByVmid,
): Promise<string> {
  const part = chosen.length === plan.moves.length ? "all" : `${chosen.length} of`;
  const sentence = `${viewer.username} approved ${part} ${plan.moves.length} moves of the plan.`;
  try {
    return await prisma.$transaction(async (transaction) => {
      const { id } = await transaction.planRun.create({
        data: {
          clusterId,
          recommendationId,
          requestedById: viewer.userId,
          requestedBy: viewer.username,
          planMovesCount: plan.moves.length,
          steps: { create: chosen.map((move, position) => stepData(move, position, guests.get(move.vmid))) },
        },
        select: { id: true },
      });
      const details = { recommendation: recommendationId, guests: chosen.map(({ vmid }) => vmid) };
      await notePlan(transaction, { planId: id, viewer, action: "plan.approve", sentence, details });
      return id;
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const other = await prisma.planRun.findFirst({
      where: { clusterId, state: { in: [...ACTIVE_PLAN_STATES] } },
      select: { requestedBy: true },
    });
    const who = other ? `, approved by ${other.requestedBy}` : "";
    throw new AppError(
      "conflict",
      `A plan of this cluster is being carried out already${who}. Wait for it to end, or cancel it. Nothing was started.`,
    );
  }
}

function stepData(move: PlannedMoveRow, position: number, guest: Guest | undefined) {
  return {
    position,
    wave: move.wave,
    vmid: move.vmid,
    guestObjectId: guest?.objectId ?? null,
    guestName: guest?.name ?? move.name,
    guestKind: guest?.kind ?? (move.kind === "restart" ? "lxc" : "qemu"),
    fromNode: move.from,
    toNode: move.to,
    kind: move.kind,
    need: move.reason.need,
    subject: move.reason.subject,
    reason: move.reason.sentence,
    seconds: move.seconds,
    downtimeMs: move.downtimeMs,
    bytes: move.bytes,
    confidence: move.confidence,
    risk: move.risk,
    temporary: move.temporary,
    bundle: move.bundle,
  };
}
