import { guestCpuCount, guestMemoryBytes } from "@/lib/inventory/guest-demand";
import { holdsResources } from "@/lib/inventory/is-guest-running";
import { allocationsByNode } from "@/lib/inventory/node-allocation";
import type { Node } from "@/lib/inventory/snapshot";
import { measureNode } from "@/lib/scoring/measure-node";
import type { PlanningInput } from "../planning-input";
import { compileRules } from "../rules/compile-rules";
import { buildDiskModel } from "./build-disk-model";
import type { ClusterModel, ModelGuest, ModelNode } from "./cluster-model";
import { fillResources } from "./fill-resources";

const NOTHING_PROMISED = {
  memoryAllocatedBytes: 0,
  cpuAllocatedThreads: 0,
  guestsRunning: 0,
  guestsTotal: 0,
};

/** What a plan is searched on, made from its input. Nodes are sorted by name and guests by VMID. */
export function buildClusterModel(input: PlanningInput): ClusterModel {
  const nodes = modelNodes(input);
  const guests = modelGuests(input);
  const nodeIndex = new Map(nodes.map(({ node, index }) => [node.name, index]));
  const guestIndex = new Map(guests.map(({ guest, index }) => [guest.vmid, index]));
  const startNode = Int32Array.from(guests, ({ guest }) => nodeIndex.get(guest.node) ?? -1);
  const disks = buildDiskModel(input.snapshot.storages, {
    guests: guests.map(({ guest }) => guest),
    nodeIndex,
  });
  return {
    input,
    nodes,
    guests,
    nodeIndex,
    guestIndex,
    startNode,
    disks,
    ...fillResources({ input, nodes, guests, startNode, disks }),
    rules: compileRules(input.rules, { guestIndex, nodeIndex }),
  };
}

function modelNodes({ snapshot, nodePolicies, history, evacuate }: PlanningInput): readonly ModelNode[] {
  const toEmpty = new Set(evacuate);
  const allocations = allocationsByNode(snapshot);
  return [...snapshot.nodes].sort(byName).map((node, index) => {
    const policy = nodePolicies.get(node.name);
    const maintenance = (policy?.maintenance ?? false) || node.haState === "maintenance";
    const ignored = policy?.ignored ?? false;
    const evacuating = maintenance || toEmpty.has(node.name);
    return {
      index,
      node,
      measures: measureNode({
        node,
        allocation: allocations.get(node.name) ?? NOTHING_PROMISED,
        history: history.get(node.name) ?? [],
        nowMs: snapshot.readAtMs,
      }),
      maintenance,
      ignored,
      evacuating,
      canReceive: node.status === "online" && isReadable(node) && !evacuating && !ignored,
      memoryReserveBytes: policy?.memoryReserveBytes ?? 0,
      migrationBytesPerSecond: policy?.migrationBytesPerSecond ?? null,
    };
  });
}

/** Whether a node says how large it is and how much of it is in use. */
export function isReadable({ cpuCount, memoryTotalBytes, cpuFraction, memoryUsedBytes }: Node): boolean {
  return (
    isAmount(cpuCount) &&
    cpuCount > 0 &&
    isAmount(memoryTotalBytes) &&
    memoryTotalBytes > 0 &&
    isAmount(cpuFraction) &&
    isAmount(memoryUsedBytes)
  );
}

function isAmount(value: number | null): value is number {
  return value !== null && Number.isFinite(value) && value >= 0;
}

function modelGuests({ snapshot, guestPolicies }: PlanningInput): readonly ModelGuest[] {
  return [...snapshot.guests]
    .sort((one, other) => one.vmid - other.vmid)
    .map((guest, index) => ({
      index,
      guest,
      running: holdsResources(guest),
      priority: guestPolicies.get(guest.vmid)?.priority ?? 0,
      configuredMemoryBytes: guestMemoryBytes(guest) ?? 0,
      cpuCount: guestCpuCount(guest) ?? 0,
    }));
}

/** By code units, so that it is the same everywhere. */
function byName({ name: one }: Node, { name: other }: Node): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
