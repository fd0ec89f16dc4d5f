import "server-only";
import type { Guest, Node, Snapshot } from "@/lib/inventory/snapshot";
import type { Refusal } from "@/lib/planning/guards/guard";
import { judgeMove, type MoveJudgement, type MovePurposeOfPlan } from "@/lib/planning/judge-move";
import { AppError } from "@/lib/server/http/app-error";
import { readReadyPlanningInput } from "@/lib/server/recommendations/keep-planning-ready";
import { readGuestsUnderWay } from "@/lib/server/recommendations/read-guests-under-way";

export interface TargetQuestion {
  readonly clusterId: string;
  readonly vmid: number;
  readonly target: string;
  /** Codes of refusals that a person overrules. */
  readonly accepted: readonly string[];
  /** What a planned move is for. */
  readonly purpose?: MovePurposeOfPlan | undefined;
}

export interface TargetJudgement extends Omit<MoveJudgement, "refusals"> {
  readonly snapshot: Snapshot;
  readonly guest: Guest;
  readonly source: Node | null;
  /** What stands against the move, without what was overruled. */
  readonly refusals: readonly Refusal[];
}

/** Refusals that concern wishes and reserves, not what is possible: a person may overrule them by name. */
const OVERRULABLE: ReadonlySet<string> = new Set([
  "ignored-guest",
  "source-ignored",
  "target-ignored",
  "target-maintenance",
  "pin",
  "affinity",
  "anti-affinity",
  "memory-headroom",
  "cpu-headroom",
  "cpu-overcommit",
]);

export function canOverrule(code: string): boolean {
  return OVERRULABLE.has(code);
}

/**
 * What planning says to one guest on one node, from the newest reading and with the guests that are on their way.
 *
 * @throws AppError not_found for a guest or a node that the cluster does not have
 */
export async function judgeTarget({
  clusterId,
  vmid,
  target,
  accepted,
  purpose,
}: TargetQuestion): Promise<TargetJudgement> {
  const input = await readReadyPlanningInput(clusterId);
  const { snapshot } = input;
  const guest = snapshot.guests.find((one) => one.vmid === vmid);
  if (!guest) throw new AppError("not_found", `The cluster has no guest ${vmid}.`);
  const hasTarget = snapshot.nodes.some(({ name }) => name === target);
  if (!hasTarget) {
    const message = `The cluster has no node ${target}.`;
    throw new AppError("not_found", message, [{ path: "target", message }]);
  }
  const underWay = await readGuestsUnderWay(snapshot);
  const judgement = judgeMove(input, { vmid, to: target, underWay, ...(purpose && { purpose }) });
  if (!judgement) throw new AppError("not_found", `Planning knows no guest ${vmid} and node ${target}.`);
  return {
    ...judgement,
    snapshot,
    guest,
    source: snapshot.nodes.find(({ name }) => name === guest.node) ?? null,
    refusals: judgement.refusals.filter(({ code }) => !(canOverrule(code) && accepted.includes(code))),
  };
}
