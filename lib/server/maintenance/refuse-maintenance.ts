import "server-only";
import type { GuestChoice } from "@/lib/api/maintenance";
import type { Node, Snapshot } from "@/lib/inventory/snapshot";
import { AppError } from "@/lib/server/http/app-error";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { refuseUnknownCluster } from "@/lib/server/rules/rule-refusals";
import type { Prisma } from "@/prisma/generated/client";
import { guestsOn } from "./guests-on";

/** @throws AppError for a cluster or a node of which nothing can be done, each with its sentence */
export async function findNodeToEmpty(
  clusterId: string,
  node: string,
): Promise<{ readonly snapshot: Snapshot; readonly found: Node }> {
  await refuseUnknownCluster(clusterId);
  const snapshot = (await readSnapshot(clusterId))?.snapshot;
  if (!snapshot) throw new AppError("not_found", "There is no reading of this cluster yet.");
  const found = snapshot.nodes.find(({ name }) => name === node);
  if (!found) {
    const message = `The cluster has no node named ${node}.`;
    throw new AppError("not_found", message, [{ path: "node", message }]);
  }
  if (snapshot.nodes.length === 1)
    throw new AppError(
      "conflict",
      `The host ${node} is on its own: there is no other node for its guests. Shut them down in Proxmox VE instead.`,
    );
  if (found.status !== "online")
    throw new AppError(
      "conflict",
      `${node} is not online: no guest can leave it, and none is sent to it. Bring it back first.`,
    );
  return { snapshot, found };
}

/** The node's name has to be typed for what stops or moves guests. */
export function refuseUnconfirmed(node: string, confirm: string): void {
  if (confirm.trim() === node) return;
  const message = `Type the node's name, ${node}, to have it emptied.`;
  throw new AppError("invalid_input", message, [{ path: "confirm", message }]);
}

export function refusePast(untilMs: number | null | undefined): void {
  if (untilMs == null || untilMs > Date.now()) return;
  const message = "The end of a maintenance lies in the future.";
  throw new AppError("invalid_input", message, [{ path: "untilMs", message }]);
}

export function refuseStrangers(
  snapshot: Snapshot,
  node: string,
  choices: readonly { readonly vmid: number; readonly action: GuestChoice }[],
  known: readonly number[] = [],
): void {
  const here = new Set([...guestsOn(snapshot, node).map(({ vmid }) => vmid), ...known]);
  const issues = choices.flatMap(({ vmid }, index) =>
    here.has(vmid)
      ? []
      : [{ path: `choices.${index}.vmid`, message: `There is no guest ${vmid} on ${node}.` }],
  );
  const [first] = issues;
  if (first) throw new AppError("invalid_input", first.message, issues);
}

/**
 * Holds all other beginnings of maintenance in the cluster until the transaction ends, and refuses one after which no node is
 * left that could take guests.
 */
export async function refuseNowhereToGo(
  transaction: Prisma.TransactionClient,
  snapshot: Snapshot,
  node: string,
): Promise<void> {
  const { clusterId } = snapshot;
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('evenkeel-maintenance'), hashtext(${clusterId}))`;
  const policies = await transaction.nodePolicy.findMany({ where: { clusterId } });
  const policyOf = new Map(policies.map((policy) => [policy.node, policy]));
  if (policyOf.get(node)?.maintenanceSince)
    throw new AppError("conflict", `${node} is in maintenance already.`);
  const comingHome = await transaction.maintenance.count({
    where: { clusterId, node, home: { in: ["running", "paused", "cancelling"] } },
  });
  if (comingHome > 0)
    throw new AppError("conflict", `Guests are being brought home to ${node}. Call that off first.`);
  const reasons = snapshot.nodes
    .filter(({ name }) => name !== node)
    .map(({ name, status, haState }) => {
      const policy = policyOf.get(name);
      if (status !== "online") return `${name} is not online`;
      if (policy?.maintenanceSince || haState === "maintenance") return `${name} is in maintenance`;
      return policy?.ignored ? `${name} is left out of planning` : null;
    });
  if (reasons.includes(null)) return;
  throw new AppError(
    "conflict",
    `No node would be left that could take guests: ${reasons.join(", ")}. Make one of them available first.`,
  );
}
