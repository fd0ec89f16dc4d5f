import {
  type ClusterModel,
  CPU,
  CPU_ALLOCATED,
  CPU_PRESSURE,
  IO_PRESSURE,
  IO_WAIT,
  LOCAL_DISK,
  MEMORY,
  MEMORY_ALLOCATED,
  MEMORY_PRESSURE,
  RESOURCE_COUNT,
} from "./cluster-model";

/** One thing that nodes are compared by: where it stands in the typed arrays, and from which share a node counts as loaded. */
export interface ComparedResource {
  readonly name: "cpu" | "memory" | "disk" | "ioWait";
  readonly resource: number;
  /** Share at which the load is 1. */
  readonly threshold: number;
  /** Whether a spread of it is imbalance; IO wait is a reason to relieve a node, never one to even out. */
  readonly balanced: boolean;
}

/** A full disk is no slower than an empty one; it only leaves no room. */
const DISK_THRESHOLD = 0.8;

/** Which resources count by `planning.method` and how they are measured by `planning.mode`. */
export function comparedResources({ input }: Pick<ClusterModel, "input">): readonly ComparedResource[] {
  const all = resourcesOfMode(input);
  const method = input.settings["planning.method"];
  if (method !== "penalty") return all.filter(({ name }) => name === method);
  const usual = all.filter(({ name }) => name !== "disk" || input.settings["planning.mode"] === "psi");
  return usual;
}

function resourcesOfMode({ settings, scoringSettings }: ClusterModel["input"]): readonly ComparedResource[] {
  const share = (percent: number) => percent / 100;
  const cpu = share(scoringSettings["planning.cpuThreshold"]);
  const memory = share(scoringSettings["planning.memoryThreshold"]);
  const common = { balanced: true };
  const disk: ComparedResource = { ...common, name: "disk", resource: LOCAL_DISK, threshold: DISK_THRESHOLD };
  const ioWait: ComparedResource = {
    ...common,
    name: "ioWait",
    resource: IO_WAIT,
    threshold: share(scoringSettings["planning.iowaitThreshold"]),
    balanced: false,
  };
  switch (settings["planning.mode"]) {
    case "assigned":
      return [
        {
          ...common,
          name: "cpu",
          resource: CPU_ALLOCATED,
          threshold: cpu * settings["planning.cpuOvercommit"],
        },
        { ...common, name: "memory", resource: MEMORY_ALLOCATED, threshold: memory },
        disk,
        ioWait,
      ];
    case "psi":
      return [
        {
          ...common,
          name: "cpu",
          resource: CPU_PRESSURE,
          threshold: share(scoringSettings["scoring.pressureCpu.startPercent"]),
        },
        {
          ...common,
          name: "memory",
          resource: MEMORY_PRESSURE,
          threshold: share(scoringSettings["scoring.pressureMemory.startPercent"]),
        },
        {
          ...common,
          name: "disk",
          resource: IO_PRESSURE,
          threshold: share(scoringSettings["scoring.pressureIo.startPercent"]),
        },
      ];
    default:
      return [
        { ...common, name: "cpu", resource: CPU, threshold: cpu },
        { ...common, name: "memory", resource: MEMORY, threshold: memory },
        disk,
        ioWait,
      ];
  }
}

/**
 * Share of a node's capacity in use: `load / capacity`, 0 and above (allocated CPU may well be above 1); 0 where the capacity is not known.
 *
 * @param load by node and resource, as in a placement
 */
export function shareOf(
  model: Pick<ClusterModel, "capacity">,
  load: Float64Array,
  node: number,
  { resource }: Pick<ComparedResource, "resource">,
): number {
  const place = node * RESOURCE_COUNT + resource;
  const capacity = model.capacity[place] ?? 0;
  return capacity > 0 ? Math.max(0, load[place] ?? 0) / capacity : 0;
}

/**
 * Load of a node: the highest of share / threshold over the compared resources; 1 means at a threshold.
 *
 * Of IO wait only nodes count on which a guest is known to cause some: what nobody causes no move can lower.
 */
export function nodeLoad(
  model: Pick<ClusterModel, "capacity" | "base">,
  load: Float64Array,
  node: number,
  compared: readonly ComparedResource[],
): number {
  let highest = 0;
  for (const one of compared) {
    const place = node * RESOURCE_COUNT + one.resource;
    if (one.resource === IO_WAIT && (load[place] ?? 0) - (model.base[place] ?? 0) <= CAUSED_BY_NOBODY)
      continue;
    highest = Math.max(highest, shareOf(model, load, node, one) / one.threshold);
  }
  return highest;
}

/** Less IO wait than this is a rounding error. */
const CAUSED_BY_NOBODY = 1e-9;
