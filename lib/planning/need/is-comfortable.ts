import type { ClusterModel } from "../model/cluster-model";
import { comparedResources, nodeLoad, shareOf } from "../model/node-load";
import type { Placement } from "../model/placement";

/** A search stops here, below where a need begins, so that a little noise does not start it again. */
export const COMFORTABLE_LOAD = 0.95;
export const COMFORTABLE_SPREAD = 0.6;

/**
 * Whether balancing has nothing left to do: every load at most 0.95, and the spread of every resource at most 0.6 ×
 * `planning.balanciness` or its highest share at most `planning.imbalanceFloor`. Looks at the placement alone, never at how
 * it came about; rules, capacity and nodes to be emptied are not its business.
 */
export function isComfortable(model: ClusterModel, placement: Placement): boolean {
  const compared = comparedResources(model);
  const nodes = model.nodes.filter(({ canReceive }) => canReceive);
  if (nodes.some(({ index }) => nodeLoad(model, placement.load, index, compared) > COMFORTABLE_LOAD)) {
    return false;
  }
  const { settings } = model.input;
  const floor = settings["planning.imbalanceFloor"] / 100;
  const limit = (COMFORTABLE_SPREAD * settings["planning.balanciness"]) / 100;
  return compared
    .filter(({ balanced }) => balanced)
    .every((one) => {
      const shares = nodes.map(({ index }) => shareOf(model, placement.load, index, one));
      const highest = Math.max(0, ...shares);
      return highest <= floor || highest - Math.min(...shares) <= limit;
    });
}
