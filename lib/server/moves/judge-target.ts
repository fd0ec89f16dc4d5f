import "server-only";
import type { Guest, Node, Snapshot } from "@/lib/inventory/snapshot";
import type { Refusal } from "@/lib/planning/guards/guard";
import { type MigrationOption, migrationOptions } from "@/lib/planning/migration-options";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { readPlanningInput } from "@/lib/server/recommendations/read-planning-input";

export interface TargetQuestion {
  readonly clusterId: string;
  readonly vmid: number;
  readonly target: string;
  /** Codes of refusals that a person overrules. */
  readonly accepted: readonly string[];
}

export interface TargetJudgement {
  readonly snapshot: Snapshot;
  readonly guest: Guest;
  readonly source: Node | null;
  readonly targetNode: Node;
  readonly option: MigrationOption;
  /** The guest staying where it is, to compare with. */
  readonly stay: MigrationOption | null;
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
}: TargetQuestion): Promise<TargetJudgement> {
  const input = await readPlanningInput(clusterId);
  const { snapshot } = input;
  const guest = snapshot.guests.find((one) => one.vmid === vmid);
  if (!guest) throw new AppError("not_found", `The cluster has no guest ${vmid}.`);
  const targetNode = snapshot.nodes.find(({ name }) => name === target);
  if (!targetNode) {
    const message = `The cluster has no node ${target}.`;
    throw new AppError("not_found", message, [{ path: "target", message }]);
  }
  const options = migrationOptions(input, vmid, await readUnderWay(snapshot)) ?? [];
  const option = options.find(({ node }) => node === target);
  if (!option) throw new AppError("not_found", `Planning knows no node ${target}.`);
  return {
    snapshot,
    guest,
    source: snapshot.nodes.find(({ name }) => name === guest.node) ?? null,
    targetNode,
    option,
    stay: options.find(({ current }) => current) ?? null,
    refusals: option.refusals.filter(({ code }) => !(OVERRULABLE.has(code) && accepted.includes(code))),
  };
}

/** Guests that are being moved, and those that have arrived since the reading. */
async function readUnderWay({ clusterId, readAtMs }: Snapshot) {
  const moves = await prisma.move.findMany({
    where: {
      clusterId,
      OR: [
        { state: { in: ["preflight", "submitting", "running", "verifying", "unknown"] } },
        { state: "done", endedAt: { gt: new Date(readAtMs) } },
      ],
    },
    orderBy: { requestedAt: "asc" },
    select: { vmid: true, toNode: true },
  });
  return moves.map(({ vmid, toNode }) => ({ vmid, to: toNode }));
}
