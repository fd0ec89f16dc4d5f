import "server-only";
import type { MoveDetail, MoveSource } from "@/lib/api/moves";
import { recordAudit } from "@/lib/server/audit/record-audit";
import { canMoveGuests, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { isUniqueViolation } from "@/lib/server/db/is-unique-violation";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { findRecommendation } from "@/lib/server/recommendations/read-recommendation";
import type { Prisma } from "@/prisma/generated/client";
import { awaitReading } from "./await-reading";
import { judgeTarget, type TargetJudgement } from "./judge-target";
import { type PlannedPart, predictionOf, purposeOfPlanned } from "./move-prediction";
import { guestWords } from "./move-words";
import { openCluster } from "./open-cluster";
import { readMove } from "./read-moves";
import { wakeMove } from "./wake-moves";

export interface MoveOrder {
  /** For whoever must be able to ask again without asking for a second move: one that is there already is the answer. */
  readonly id?: string | undefined;
  readonly clusterId: string;
  readonly vmid: number;
  readonly target: string;
  readonly source: MoveSource;
  /** Where whoever asks has seen the guest. */
  readonly from?: string | undefined;
  /** The recommendation that the move is part of; another one in its place refuses it. */
  readonly recommendationId?: string | undefined;
  /** The move as a plan has it that was approved before, and need not be the newest any more. */
  readonly planned?: PlannedPart | undefined;
  /** Whose wish the program carries out. */
  readonly onBehalfOf?: Pick<Viewer, "userId" | "username"> | undefined;
  readonly accept?: readonly string[];
  readonly batchId?: string | null;
  readonly originId?: string | null;
  readonly reason?: string | null;
}

/**
 * Asks for one move. It is checked as far as the newest reading tells, stored as planned, and carried out by the jobs.
 *
 * @param viewer null when the program asks by itself
 * @throws AppError with a sentence; nothing was started then
 */
export async function requestMove(viewer: Viewer | null, order: MoveOrder): Promise<MoveDetail> {
  if (viewer) refuseUnless(canMoveGuests(viewer), viewer, "move guests");
  if (order.id !== undefined && (await isStored(order.id))) return await readMove(order.id);
  await openCluster(order.clusterId);
  await awaitReading(order.clusterId, order.vmid);
  await readAnewAfterMove(order);
  const accepted = order.accept ?? [];
  const planned = order.planned ?? (await refuseOldPlan(order));
  const purpose = planned === null ? undefined : purposeOfPlanned(planned);
  const judgement = await judgeTarget({ ...order, accepted, purpose });
  refuseOldPage(order, judgement);
  refuseAgainstGuards(judgement);
  const { guest, cost } = judgement;
  const id = await store(viewer ?? order.onBehalfOf ?? null, {
    ...(order.id !== undefined && { id: order.id }),
    clusterId: order.clusterId,
    vmid: guest.vmid,
    guestObjectId: guest.objectId,
    guestName: guest.name,
    guestKind: guest.kind,
    fromNode: guest.node,
    toNode: order.target,
    kind: cost?.kind ?? "live",
    source: order.source,
    batchId: order.batchId ?? null,
    originId: order.originId ?? null,
    recommendationId: order.recommendationId ?? null,
    reason: order.reason ?? planned?.reason.sentence ?? null,
    accepted: [...accepted],
    predicted: predictionOf(judgement, planned),
  });
  await wakeMove(id);
  return await readMove(id);
}

/** The newest reading may still show the guest where it was before its last move. */
async function readAnewAfterMove({ clusterId, vmid }: MoveOrder): Promise<void> {
  const reading = await readSnapshot(clusterId);
  if (!reading) return;
  const since = new Date(reading.snapshot.readAtMs);
  const moved = await prisma.move.count({
    where: { clusterId, vmid, startedAt: { not: null }, endedAt: { gte: since } },
  });
  if (moved > 0) await collectCluster(clusterId, { force: true });
}

function refuseOldPage({ from, target }: MoveOrder, { guest }: TargetJudgement): void {
  const who = guestWords(guest);
  if (from !== undefined && from !== guest.node)
    throw new AppError(
      "conflict",
      `${who} is not on ${from} any more but on ${guest.node}. Nothing was started.`,
    );
  if (guest.node !== target) return;
  const message = `${who} is on ${target} already.`;
  throw new AppError("invalid_input", message, [{ path: "target", message }]);
}

/** The move as the newest plan has it. */
async function refuseOldPlan({ clusterId, recommendationId, vmid, target }: MoveOrder) {
  if (recommendationId === undefined) return null;
  const newest = await findRecommendation(clusterId);
  const planned = newest?.plan.moves.find((move) => move.vmid === vmid && move.to === target) ?? null;
  if (newest?.id === recommendationId && planned) return planned;
  const now = newest?.plan.moves.find((move) => move.vmid === vmid);
  const change = now ? `it now sends guest ${vmid} to ${now.to}` : `it does not move guest ${vmid} any more`;
  throw new AppError(
    "conflict",
    `Another plan has taken the place of this one: ${change}. Nothing was started.`,
  );
}

function refuseAgainstGuards({ refusals }: TargetJudgement): void {
  if (refusals.length === 0) return;
  throw new AppError(
    "conflict",
    refusals.map(({ detail, fix }) => `${detail} ${fix}`).join(" "),
    refusals.map(({ code, detail }) => ({ path: `refusals.${code}`, message: detail })),
  );
}

async function store(
  viewer: Pick<Viewer, "userId" | "username"> | null,
  move: Omit<Prisma.MoveUncheckedCreateInput, "requestedBy">,
): Promise<string> {
  const requestedBy = viewer?.username ?? "Evenkeel";
  const { vmid, fromNode, toNode, guestKind, guestName = null } = move;
  const who = guestWords({ vmid, kind: guestKind, name: guestName });
  const sentence = `${requestedBy} asked to move ${who} from ${fromNode} to ${toNode}.`;
  try {
    return await prisma.$transaction(async (transaction) => {
      const { id } = await transaction.move.create({
        data: { ...move, requestedBy, requestedById: viewer?.userId ?? null },
        select: { id: true },
      });
      await transaction.moveTransition.create({
        data: { moveId: id, to: "planned", by: requestedBy, sentence },
      });
      const details = {
        guest: who,
        from: fromNode,
        to: toNode,
        source: move.source,
        accepted: move.accepted,
      };
      await recordAudit({ viewer, action: "move.request", target: `move:${id}`, details }, transaction);
      return id;
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    if (move.id !== undefined && (await isStored(move.id))) return move.id;
    throw await alreadyUnderWay(move.clusterId, vmid, who);
  }
}

async function isStored(id: string): Promise<boolean> {
  return (await prisma.move.count({ where: { id } })) > 0;
}

async function alreadyUnderWay(clusterId: string, vmid: number, who: string): Promise<AppError> {
  const other = await prisma.move.findFirst({
    where: { clusterId, vmid, state: { notIn: ["done", "failed", "cancelled", "superseded"] } },
  });
  if (other?.state === "unknown")
    return new AppError(
      "conflict",
      `It is not known what became of the last move of ${who}, to ${other.toNode}. Look where it is and say so on that move first.`,
    );
  return new AppError("conflict", `${who} is being moved already${other ? `, to ${other.toNode}` : ""}.`);
}
