import type { ResourceMeasures } from "@/lib/scoring/node-measures";
import {
  type ClusterModel,
  CPU,
  IO_WAIT,
  MEMORY,
  type ModelNode,
  RESOURCE_COUNT,
} from "../model/cluster-model";
import { type ComparedResource, shareOf } from "../model/node-load";

/** With less of a day than this, the last day is not known. */
const KNOWN_DAY = 0.5;

export interface LastingShare {
  readonly now: number;
  /** Average of the last day as it would have been with this placement; as now where no day is known. */
  readonly day: number;
}

const startLoads = new WeakMap<ClusterModel, Float64Array>();

/**
 * Share of a node's capacity now and over the last day. The day is the node's average, shifted by what the placement changed;
 * it is known for CPU, memory and IO wait in use. Readings stop at 100 %: where guests ask
 * for more than there is, the day's are taken to be as much more. A node without half a day of readings was as it is.
 *
 * @param load by node and resource, of the placement in question
 */
export function lastingShare(
  model: ClusterModel,
  load: Float64Array,
  node: ModelNode,
  compared: ComparedResource,
): LastingShare {
  const now = shareOf(model, load, node.index, compared);
  const measures = measuresFor(node, compared.resource);
  if (measures === null || measures.dayPercent === null || measures.dayCoverage < KNOWN_DAY) {
    return { now, day: now };
  }
  const start = shareOf(model, startLoad(model), node.index, compared);
  const day = (measures.dayPercent / 100) * Math.max(1, start);
  return { now, day: Math.max(0, day + now - start) };
}

function measuresFor({ measures }: ModelNode, resource: number): ResourceMeasures | null {
  switch (resource) {
    case CPU:
      return measures.cpu;
    case MEMORY:
      return measures.memory;
    case IO_WAIT:
      return measures.ioWait;
    default:
      return null;
  }
}

function startLoad(model: ClusterModel): Float64Array {
  const known = startLoads.get(model);
  if (known) return known;
  const load = model.base.slice();
  for (const [guest, node] of model.startNode.entries()) {
    for (let resource = 0; node >= 0 && resource < RESOURCE_COUNT; resource += 1) {
      const place = node * RESOURCE_COUNT + resource;
      load[place] = (load[place] ?? 0) + (model.demand[guest * RESOURCE_COUNT + resource] ?? 0);
    }
  }
  startLoads.set(model, load);
  return load;
}
