import "server-only";
import type { MovePreflight } from "@/lib/api/move-preflight";
import { moveState } from "@/lib/api/moves";
import type { Guest } from "@/lib/inventory/snapshot";
import type { Refusal } from "@/lib/planning/guards/guard";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { PveError } from "@/lib/server/proxmox/pve-error";
import { awaitReading } from "./await-reading";
import { canOverrule, judgeTarget, type TargetJudgement } from "./judge-target";
import { explainMigrationFailure } from "./log/explain-migration-failure";
import { FINAL_STATES } from "./move-states";
import { guestWords } from "./move-words";
import { openCluster } from "./open-cluster";
import { readPreconditions } from "./pve/read-preconditions";

export interface PreviewQuestion {
  readonly clusterId: string;
  readonly vmid: number;
  readonly target: string;
}

type Proxmox = MovePreflight["proxmox"];
type Obstacle = MovePreflight["refusals"][number];

/**
 * What a move would mean now. Nothing is stored or started; PVE is asked one question.
 *
 * @throws AppError not_found for a guest or a node that the cluster does not have, upstream_unavailable while it cannot be read for the first time
 */
export async function previewMove(question: PreviewQuestion): Promise<MovePreflight> {
  const { clusterId, vmid, target } = question;
  await awaitFirstReading(question);
  const [judgement, underWay] = await Promise.all([
    judgeTarget({ ...question, accepted: [] }),
    findUnderWay(clusterId, vmid),
  ]);
  const { guest, snapshot, warnings, cost, effect } = judgement;
  const isThere = guest.node === target;
  const proxmox = isThere ? notAsked("The guest is there already.") : await askProxmox(judgement, question);
  const refusals = [
    ...situationOf(guest, target, underWay),
    ...judgement.refusals.map(toObstacle),
    ...refusalByProxmox(proxmox),
  ];
  const isOverrulable = refusals.length > 0 && refusals.every((refusal) => refusal.canOverrule);
  return {
    clusterId,
    vmid,
    guestName: guest.name,
    guestKind: guest.kind,
    from: guest.node,
    to: target,
    checkedAtMs: Date.now(),
    readAtMs: snapshot.readAtMs,
    sentence: sentenceOf(judgement, target, refusals, isOverrulable),
    ok: refusals.length === 0,
    canOverrule: isOverrulable,
    refusals,
    warnings: isThere ? [] : warnings.map(({ code, detail, fix }) => ({ code, detail, fix })),
    byHa: guest.haState !== null && guest.haState !== "ignored",
    cost,
    nodes: effect
      ? [
          { node: guest.node, role: "source", ...beforeAfter(effect.source) },
          { node: target, role: "target", ...beforeAfter(effect.target) },
        ]
      : [],
    clusterScore: effect?.health ?? { before: null, after: null },
    proxmox,
    underWay,
  };
}

/** As for the move itself: just after a start or a crash of the database a cluster has not been read, which is soon over. */
async function awaitFirstReading({ clusterId, vmid }: PreviewQuestion): Promise<void> {
  if (await readSnapshot(clusterId)) return;
  await openCluster(clusterId);
  await awaitReading(clusterId, vmid);
}

async function findUnderWay(clusterId: string, vmid: number): Promise<MovePreflight["underWay"]> {
  const move = await prisma.move.findFirst({
    where: { clusterId, vmid, state: { notIn: [...FINAL_STATES] } },
    select: { id: true, state: true, toNode: true },
  });
  return move && { moveId: move.id, state: moveState.parse(move.state), to: move.toNode };
}

async function askProxmox(
  { guest, source }: TargetJudgement,
  { clusterId, vmid, target }: PreviewQuestion,
): Promise<Proxmox> {
  try {
    const { transport } = await openCluster(clusterId);
    const { kind, node: from } = guest;
    const sourceVersion = source?.pveVersion ?? null;
    const found = await readPreconditions(transport, { vmid, kind, from, to: target, sourceVersion });
    if (!found.asked) return notAsked("Proxmox VE 8 says nothing about a container beforehand.");
    return {
      verdict: found.fault === null ? "allowed" : "refused",
      sentence: found.fault,
      allowedNodes: found.allowedNodes && [...found.allowedNodes],
      localDisks: [...found.localDisks],
      localResources: [...found.localResources],
    };
  } catch (error) {
    if (error instanceof AppError) return notAsked(error.message);
    if (!(error instanceof PveError)) throw error;
    if (error.kind !== "server_error" && error.kind !== "parameter") return notAsked(error.message);
    const { code, cause, advice } = explainMigrationFailure([error.message]);
    const sentence = code === "other" ? error.message : `${cause} ${advice}`;
    return { ...notAsked(sentence), verdict: "refused" };
  }
}

function notAsked(sentence: string): Proxmox {
  return { verdict: "unknown", sentence, allowedNodes: null, localDisks: [], localResources: [] };
}

/** What is in the way besides what planning looks at. */
function situationOf(guest: Guest, target: string, underWay: MovePreflight["underWay"]): readonly Obstacle[] {
  const who = guestWords(guest);
  if (underWay?.state === "unknown")
    return [
      {
        code: "last-move-unknown",
        detail: `It is not known what became of the last move of ${who}, to ${underWay.to}.`,
        fix: "Look where it is, and say so on that move.",
        canOverrule: false,
      },
    ];
  if (underWay)
    return [
      {
        code: "under-way",
        detail: `${who} is being moved already, to ${underWay.to}.`,
        fix: "Wait for that move to end, or call it off.",
        canOverrule: false,
      },
    ];
  if (guest.node !== target) return [];
  const detail = `${who} is on ${target} already.`;
  return [{ code: "there-already", detail, fix: "Choose another node.", canOverrule: false }];
}

function toObstacle({ code, detail, fix }: Refusal): Obstacle {
  return { code, detail, fix, canOverrule: canOverrule(code) };
}

function refusalByProxmox({ verdict, sentence }: Proxmox): readonly Obstacle[] {
  if (verdict !== "refused") return [];
  const detail = sentence ?? "Proxmox VE would not move the guest there.";
  return [
    {
      code: "proxmox",
      detail,
      fix: "Choose another node, or remove what stands against it.",
      canOverrule: false,
    },
  ];
}

const WAYS = { live: "while it runs", restart: "with a restart", offline: "while it is off" } as const;

function sentenceOf(
  { guest, cost }: TargetJudgement,
  target: string,
  refusals: readonly Obstacle[],
  isOverrulable: boolean,
): string {
  const who = guestWords(guest);
  const [first] = refusals;
  if (first === undefined)
    return `${who} can be moved from ${guest.node} to ${target} ${WAYS[cost?.kind ?? "live"]}.`;
  if (isOverrulable) return `${who} can be moved to ${target} only if you overrule: ${first.detail}`;
  return `${who} cannot be moved to ${target}: ${first.detail}`;
}

interface Figures {
  readonly score: number;
  readonly cpu: number;
  readonly memory: number;
}

function beforeAfter({ before, after }: { readonly before: Figures; readonly after: Figures }) {
  const of = (key: keyof Figures) => ({ before: before[key], after: after[key] });
  return { score: of("score"), cpu: of("cpu"), memory: of("memory") };
}
