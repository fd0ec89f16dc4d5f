import type { LoadAverage, Node, Pressure, Snapshot, Storage } from "@/lib/inventory/snapshot";
import type { HourlyReading } from "@/lib/scoring/hourly-reading";
import {
  type ClusterModel,
  CPU_NOW,
  CPU_PRESSURE,
  IO_PRESSURE,
  IO_WAIT,
  MEMORY_NOW,
  MEMORY_PRESSURE,
  RESOURCE_COUNT,
} from "./model/cluster-model";
import type { Placement } from "./model/placement";
import type { PlanningInput } from "./planning-input";

/** What nodes did before: as it was, or as it would have been had guests always been where they are. */
export type Past = "as-it-was" | "as-ever";

/**
 * The input as it would be read once every guest is where a placement has it, so that what is planned next can be asked beforehand.
 *
 * A node's readings are its own use and what its guests use now, never above all there is. IO wait and pressure have gone along with
 * the guests that cause them. A local storage has lost what a disk took there, or gained its size. What was not read is not read
 * afterwards.
 *
 * @param placement of the model; only nodes that guests left or reached are read anew
 * @param past `as-it-was`: just after the moves; `as-ever`: long after, every hour being as much higher or lower as the reading is
 */
export function inputAfter(model: ClusterModel, placement: Placement, past: Past): PlanningInput {
  const changed = changedNodes(model, placement);
  if (changed.size === 0) return model.input;
  const { snapshot, history } = model.input;
  const nodes = snapshot.nodes.map((node) => {
    const index = model.nodeIndex.get(node.name) ?? -1;
    return changed.has(index) ? nodeAfter(model, placement, node) : node;
  });
  const disks = diskBytesAfter(model, placement);
  return {
    ...model.input,
    history: past === "as-ever" ? historyAfter(history, snapshot.nodes, nodes) : history,
    snapshot: {
      ...snapshot,
      nodes,
      guests: guestsAfter(model, placement),
      storages: snapshot.storages.map((storage) => storageAfter(model, storage, disks)),
    },
  };
}

function historyAfter(
  history: PlanningInput["history"],
  before: readonly Node[],
  after: readonly Node[],
): PlanningInput["history"] {
  const changed = new Map(history);
  for (const [place, node] of after.entries()) {
    const was = before[place];
    const hours = history.get(node.name);
    if (was && was !== node && hours) changed.set(node.name, hoursAfter(hours, was, node));
  }
  return changed;
}

function hoursAfter(hours: readonly HourlyReading[], was: Node, is: Node): readonly HourlyReading[] {
  const cpu = difference(was.cpuFraction, is.cpuFraction);
  const ioWait = difference(was.ioWaitFraction, is.ioWaitFraction);
  const memory = difference(was.memoryUsedBytes, is.memoryUsedBytes) / Math.max(1, is.memoryTotalBytes ?? 0);
  return hours.map((hour) => ({
    atMs: hour.atMs,
    cpuAverageFraction: raised(hour.cpuAverageFraction, cpu),
    cpuMaximumFraction: raised(hour.cpuMaximumFraction, cpu),
    ioWaitAverageFraction: raised(hour.ioWaitAverageFraction, ioWait),
    ioWaitMaximumFraction: raised(hour.ioWaitMaximumFraction, ioWait),
    memoryAverageFraction: raised(hour.memoryAverageFraction, memory),
    memoryMaximumFraction: raised(hour.memoryMaximumFraction, memory),
    loadPerThreadAverage:
      hour.loadPerThreadAverage === null ? null : Math.max(0, hour.loadPerThreadAverage + cpu),
  }));
}

function difference(was: number | null, is: number | null): number {
  return (is ?? 0) - (was ?? 0);
}

function raised(fraction: number | null, by: number): number | null {
  return fraction === null ? null : share(fraction + by);
}

function changedNodes({ startNode }: ClusterModel, { nodeOf }: Placement): ReadonlySet<number> {
  const changed = new Set<number>();
  for (const [guest, from] of startNode.entries()) {
    const to = nodeOf[guest] ?? -1;
    if (to !== from) changed.add(from).add(to);
  }
  return changed;
}

function guestsAfter(model: ClusterModel, { nodeOf }: Placement): Snapshot["guests"] {
  return model.input.snapshot.guests.map((guest) => {
    const name = model.nodes[nodeOf[model.guestIndex.get(guest.vmid) ?? -1] ?? -1]?.node.name;
    return name === undefined || name === guest.node ? guest : { ...guest, node: name };
  });
}

function nodeAfter(model: ClusterModel, { load }: Placement, node: Node): Node {
  const index = model.nodeIndex.get(node.name) ?? -1;
  if (node.status !== "online" || index < 0) return node;
  const at = index * RESOURCE_COUNT;
  const threads = node.cpuCount ?? 0;
  const memory = node.memoryTotalBytes ?? 0;
  const used = load[at + CPU_NOW] ?? 0;
  const cpuFraction = threads > 0 ? share(used / threads) : 0;
  const loaded = used - (node.cpuFraction ?? 0) * threads;
  const waiting = (resource: number) => share(load[at + resource] ?? 0);
  return {
    ...node,
    cpuFraction: whereRead(node.cpuFraction, cpuFraction),
    memoryUsedBytes: whereRead(node.memoryUsedBytes, within(load[at + MEMORY_NOW] ?? 0, memory)),
    ioWaitFraction: whereRead(node.ioWaitFraction, waiting(IO_WAIT)),
    loadAverage: loadAfter(node.loadAverage, loaded),
    pressure: pressureAfter(node.pressure, {
      cpu: waiting(CPU_PRESSURE),
      io: waiting(IO_PRESSURE),
      memory: waiting(MEMORY_PRESSURE),
    }),
  };
}

function loadAfter(load: LoadAverage | null, more: number): LoadAverage | null {
  if (!load) return null;
  return {
    oneMinute: Math.max(0, load.oneMinute + more),
    fiveMinutes: Math.max(0, load.fiveMinutes + more),
    fifteenMinutes: Math.max(0, load.fifteenMinutes + more),
  };
}

function pressureAfter(
  pressure: Pressure | null,
  after: { readonly cpu: number; readonly io: number; readonly memory: number },
): Pressure | null {
  if (!pressure) return null;
  const full = (value: number | null, some: number) => (value === null ? null : Math.min(value, some));
  return {
    cpuSomeFraction: whereRead(pressure.cpuSomeFraction, after.cpu),
    ioSomeFraction: whereRead(pressure.ioSomeFraction, after.io),
    ioFullFraction: full(pressure.ioFullFraction, after.io),
    memorySomeFraction: whereRead(pressure.memorySomeFraction, after.memory),
    memoryFullFraction: full(pressure.memoryFullFraction, after.memory),
  };
}

/** By storage and node: bytes of disks that arrived, less those that left. */
function diskBytesAfter({ disks, startNode, nodes }: ClusterModel, { nodeOf }: Placement): Float64Array {
  const bytes = new Float64Array(disks.freeBytes.length);
  const add = (place: number, sign: number, more: number) => {
    bytes[place] = (bytes[place] ?? 0) + sign * more;
  };
  for (const [guest, from] of startNode.entries()) {
    const to = nodeOf[guest] ?? -1;
    if (to === from || from < 0 || to < 0) continue;
    for (const { storage, takenBytes, sizeBytes } of disks.localDisks[guest] ?? []) {
      add(storage * nodes.length + from, -1, takenBytes);
      add(storage * nodes.length + to, 1, sizeBytes);
    }
  }
  return bytes;
}

/** A storage that does not say what is in use does not say it afterwards. */
function storageAfter(model: ClusterModel, storage: Storage, disks: Float64Array): Storage {
  const node = model.nodeIndex.get(storage.node ?? "");
  const index = model.disks.storageIndex.get(storage.name);
  const used = storage.usedBytes ?? 0;
  if (storage.shared || node === undefined || index === undefined || used <= 0) return storage;
  const more = disks[index * model.nodes.length + node] ?? 0;
  return more === 0 ? storage : { ...storage, usedBytes: Math.max(0, used + more) };
}

function whereRead(before: number | null, after: number): number | null {
  return before === null ? null : after;
}

function share(value: number): number {
  return within(value, 1);
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
