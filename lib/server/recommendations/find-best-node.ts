import "server-only";
import type { BestNodeInput } from "@/lib/api/recommendations";
import { bestNode, type NodeOffer } from "@/lib/planning/best-node";
import { planningAround } from "@/lib/planning/evacuation/with-guests-under-way";
import { AppError } from "@/lib/server/http/app-error";
import { readGuestsUnderWay } from "./read-guests-under-way";
import { readPlanningInput } from "./read-planning-input";

/** Where a new guest is best made, by the newest reading: nodes that take it first. */
export async function findBestNode(clusterId: string, wanted: BestNodeInput): Promise<readonly NodeOffer[]> {
  const known = await readPlanningInput(clusterId);
  const input = planningAround(known, await readGuestsUnderWay(known.snapshot));
  const storages = new Set(input.snapshot.storages.map(({ name }) => name));
  const unknown = wanted.disks.findIndex(({ storage }) => !storages.has(storage));
  if (unknown >= 0) {
    const message = `The cluster has no storage named ${wanted.disks[unknown]?.storage}.`;
    throw new AppError("invalid_input", message, [{ path: `disks.${unknown}.storage`, message }]);
  }
  const { type, cores, memoryBytes, tags, disks } = wanted;
  return bestNode(input, {
    kind: type,
    cpuCount: cores,
    cpuThreads: Math.min(wanted.cpuThreads ?? cores / 4, cores),
    memoryBytes,
    memoryUsedBytes: Math.min(wanted.memoryUsedBytes ?? memoryBytes, memoryBytes),
    disks,
    tags,
  });
}
