import type { ClusterModel, ModelGuest } from "../model/cluster-model";
import type { Placement } from "../model/placement";
import type { PlanningNeed } from "./planning-need";

const GIB = 1_073_741_824;

/**
 * Where `planning.distribution.enabled` is on: the node with most running guests, when it has more than
 * `planning.distribution.guestCountThreshold` more of them than the node with the fewest and one of them is small.
 */
export function findDistributionNeed(model: ClusterModel, placement: Placement): readonly PlanningNeed[] {
  const { settings } = model.input;
  if (!settings["planning.distribution.enabled"]) return [];
  const counted = model.nodes
    .filter(({ canReceive }) => canReceive)
    .map((node) => ({
      node,
      guests: [...(placement.guestsOn[node.index] ?? [])]
        .flatMap((guest) => model.guests[guest] ?? [])
        .filter(({ running }) => running),
    }))
    .sort((a, b) => b.guests.length - a.guests.length || a.node.index - b.node.index);
  const [most, fewest] = [counted[0], counted.at(-1)];
  if (!most || !fewest) return [];
  const difference = most.guests.length - fewest.guests.length;
  const small = most.guests.filter((guest) => isSmallGuest(model, guest));
  if (difference <= settings["planning.distribution.guestCountThreshold"] || small.length === 0) return [];
  return [
    {
      need: "distribution",
      subject: most.node.node.name,
      forced: false,
      guests: small.map(({ index }) => index).sort((a, b) => a - b),
      nodes: [most.node.index],
      sentence: `${most.node.node.name} runs ${most.guests.length} guests and ${fewest.node.node.name} ${fewest.guests.length}.`,
    },
  ];
}

/** Whether a guest is small enough to be moved for the number of guests alone; a limit of 0 is none. */
export function isSmallGuest({ input }: ClusterModel, guest: ModelGuest): boolean {
  const maxCores = input.settings["planning.distribution.maxCores"];
  const maxMemoryBytes = input.settings["planning.distribution.maxMemoryGib"] * GIB;
  return (
    (maxCores === 0 || guest.cpuCount <= maxCores) &&
    (maxMemoryBytes === 0 || guest.configuredMemoryBytes <= maxMemoryBytes)
  );
}
