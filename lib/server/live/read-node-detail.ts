import "server-only";
import type { NodeDetail } from "@/lib/api/nodes";
import type { Snapshot } from "@/lib/inventory/snapshot";
import type { NodeScore } from "@/lib/scoring/node-score";
import type { Viewer } from "@/lib/server/auth/viewer";
import { AppError } from "@/lib/server/http/app-error";
import { guestsByVmid, toHaRule, toReplication, toTaskRows } from "./cluster-parts";
import { readVisibleReadings } from "./read-visible-readings";
import { toNodeRows } from "./to-node-rows";

const NEWEST_TASKS = 50;

/**
 * Everything known of one node.
 *
 * @throws AppError not_found for a cluster or node that is not there, or was not read yet
 */
export async function readNodeDetail(viewer: Viewer, clusterId: string, name: string): Promise<NodeDetail> {
  const [reading] = await readVisibleReadings(viewer, clusterId);
  if (!reading) throw new AppError("not_found", "There is no reading of this cluster yet.");
  const node = reading.snapshot.nodes.find((candidate) => candidate.name === name);
  const row = toNodeRows(reading).find((candidate) => candidate.name === name);
  if (!node || !row) throw new AppError("not_found", `The cluster has no node named ${name}.`);

  return {
    row,
    cpuModel: node.cpuModel,
    cpuSockets: node.cpuSockets,
    kernelVersion: node.kernelVersion,
    loadAverage: node.loadAverage,
    ksmSharedBytes: node.ksmSharedBytes,
    score: toScore(reading.scores.nodes[name]),
    storages: storagesOn(reading.snapshot, name),
    tasks: toTaskRows(
      reading.snapshot.tasks.filter((task) => task.node === name),
      NEWEST_TASKS,
    ),
    ...rulesOn(reading.snapshot, name),
  };
}

function toScore(score: NodeScore | undefined): NodeDetail["score"] {
  return score ? { ...score, components: [...score.components] } : null;
}

function storagesOn(snapshot: Snapshot, name: string): NodeDetail["storages"] {
  return snapshot.storages
    .filter(({ node, nodes }) => node === name || (node === null && nodes.includes(name)))
    .flatMap((storage) => {
      const { objectId, type, shared, status, usedBytes, totalBytes } = storage;
      if (objectId === null) return [];
      const content = [...storage.content];
      return [{ objectId, name: storage.name, type, shared, status, content, usedBytes, totalBytes }];
    })
    .sort((left, right) => left.name.localeCompare(right.name));
}

function rulesOn(
  { guests, highAvailability, replication }: Snapshot,
  name: string,
): Pick<NodeDetail, "haRules" | "replication"> {
  const known = guestsByVmid(guests);
  const isHere = (vmid: number) => known.get(vmid)?.node === name;
  return {
    haRules:
      highAvailability?.rules
        .filter(({ nodes, vmids }) => nodes.some((node) => node.name === name) || vmids.some(isHere))
        .map((rule) => toHaRule(rule, known)) ?? null,
    replication:
      replication
        ?.filter(({ source, target }) => source === name || target === name)
        .map((job) => toReplication(job, known)) ?? null,
  };
}
