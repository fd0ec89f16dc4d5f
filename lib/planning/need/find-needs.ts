import { gibWords, percentWords } from "../guards/words";
import {
  type ClusterModel,
  CPU,
  CPU_ALLOCATED,
  IO_WAIT,
  MEMORY,
  type ModelNode,
  RESOURCE_COUNT,
} from "../model/cluster-model";
import { type ComparedResource, comparedResources } from "../model/node-load";
import type { Placement } from "../model/placement";
import { brokenRules } from "../rules/broken-rules";
import { findDistributionNeed } from "./distribution-need";
import { lastingShare } from "./lasting-shares";
import { mustLeave } from "./must-leave";
import type { PlanningNeed } from "./planning-need";

/** Bytes and threads that adding up many figures may be off. */
const ROUNDING_BYTES = 64;
const ROUNDING_THREADS = 1e-6;
const ROUNDING_SHARE = 1e-9;

export const RESOURCE_WORDS: Readonly<Record<ComparedResource["name"], string>> = {
  cpu: "CPU",
  memory: "memory",
  disk: "local disks",
  ioWait: "IO wait",
};

/**
 * Every reason to move something, in the order in which they count: broken rules (strict ones first), nodes that hold more
 * than they have, nodes to be emptied, nodes above a threshold, imbalance, number of guests. Empty: nothing is to be done.
 */
export function findNeeds(model: ClusterModel, placement: Placement): readonly PlanningNeed[] {
  return [
    ...ruleNeeds(model, placement),
    ...model.nodes.flatMap((node) => capacityNeed(model, placement, node)),
    ...model.nodes.flatMap((node) => evacuationNeed(model, placement, node)),
    ...contentionNeeds(model, placement),
    ...imbalanceNeeds(model, placement),
    ...findDistributionNeed(model, placement),
  ];
}

function ruleNeeds(model: ClusterModel, placement: Placement): readonly PlanningNeed[] {
  const needs = brokenRules(model, placement.nodeOf).map((violation): PlanningNeed => {
    const guests = violation.guests.flatMap((vmid) => model.guestIndex.get(vmid) ?? []);
    const nodes = violation.nodes.flatMap((name) => model.nodeIndex.get(name) ?? []);
    const { rule: subject, strict: forced, sentence } = violation;
    return { need: "rule", subject, forced, guests, nodes, sentence };
  });
  return [...needs.filter(({ forced }) => forced), ...needs.filter(({ forced }) => !forced)];
}

function capacityNeed(model: ClusterModel, placement: Placement, node: ModelNode): readonly PlanningNeed[] {
  const guests = guestsHeld(model, placement, node);
  if (node.node.status !== "online" || guests.length === 0) return [];
  const at = node.index * RESOURCE_COUNT;
  const { name } = node.node;
  const memory = placement.load[at + MEMORY] ?? 0;
  const all = (model.capacity[at + MEMORY] ?? 0) - node.memoryReserveBytes;
  const allocated = placement.load[at + CPU_ALLOCATED] ?? 0;
  const threads = model.capacity[at + CPU] ?? 0;
  const mayAllocate = threads * model.input.settings["planning.cpuOvercommit"];
  const sentences: string[] = [];
  if (all > 0 && memory > all + ROUNDING_BYTES) {
    sentences.push(`${name} holds ${gibWords(memory)} of memory and may hold ${gibWords(all)}.`);
  }
  if (threads > 0 && allocated > mayAllocate + ROUNDING_THREADS) {
    sentences.push(
      `${name} has promised ${allocated} virtual CPUs and may promise ${Number(mayAllocate.toFixed(1))}.`,
    );
  }
  if (sentences.length === 0) return [];
  return [
    {
      need: "capacity",
      subject: name,
      forced: true,
      guests,
      nodes: [node.index],
      sentence: sentences.join(" "),
    },
  ];
}

function evacuationNeed(model: ClusterModel, placement: Placement, node: ModelNode): readonly PlanningNeed[] {
  if (!node.evacuating) return [];
  const guests = [...(placement.guestsOn[node.index] ?? [])]
    .filter((index) => {
      const guest = model.guests[index]?.guest;
      return guest !== undefined && mustLeave(model.input, guest);
    })
    .sort((a, b) => a - b);
  if (guests.length === 0) return [];
  const { name } = node.node;
  const count = guests.length === 1 ? "1 guest is" : `${guests.length} guests are`;
  const why = node.maintenance ? "in maintenance" : "to be emptied";
  const sentence = `${name} is ${why} and ${count} still on it.`;
  return [{ need: "evacuation", subject: name, forced: true, guests, nodes: [node.index], sentence }];
}

/** Nodes above a threshold now and over the last day, the most loaded first. */
function contentionNeeds(model: ClusterModel, placement: Placement): readonly PlanningNeed[] {
  const compared = comparedResources(model);
  return model.nodes
    .flatMap((node) => {
      const guests = guestsHeld(model, placement, node);
      if (!isPartOfBalance(node) || guests.length === 0) return [];
      const hot = compared
        .filter((one) => isMovable(model, placement, node, one))
        .map((one) => ({ one, share: lastingShare(model, placement.load, node, one) }))
        .filter(({ one, share }) => Math.min(share.now, share.day) > one.threshold + ROUNDING_SHARE)
        .sort((a, b) => b.share.now / b.one.threshold - a.share.now / a.one.threshold)[0];
      return hot ? [{ node, guests, ...hot, load: hot.share.now / hot.one.threshold }] : [];
    })
    .sort((a, b) => b.load - a.load || a.node.index - b.node.index)
    .map(({ node, guests, one, share }) => ({
      need: "contention",
      subject: node.node.name,
      forced: false,
      guests,
      nodes: [node.index],
      sentence: `${node.node.name} uses ${percentWords(share.now)} of its ${RESOURCE_WORDS[one.name]}, more than the threshold of ${percentWords(one.threshold)}.`,
    }));
}

/** IO wait that no guest is known to cause is no reason to move one. */
function isMovable(
  model: ClusterModel,
  placement: Placement,
  { index }: ModelNode,
  { resource }: ComparedResource,
): boolean {
  const place = index * RESOURCE_COUNT + resource;
  return resource !== IO_WAIT || (placement.load[place] ?? 0) - (model.base[place] ?? 0) > ROUNDING_SHARE;
}

/**
 * Resources whose spread has lasted: highest of min(now, day) less lowest of max(now, day) over the nodes that may hold guests.
 * Nodes that took turns are not uneven.
 */
export function imbalanceNeeds(model: ClusterModel, placement: Placement): readonly PlanningNeed[] {
  const { settings } = model.input;
  const floor = settings["planning.imbalanceFloor"] / 100;
  const limit = settings["planning.balanciness"] / 100;
  const nodes = model.nodes.filter(({ canReceive }) => canReceive);
  return comparedResources(model)
    .filter(({ balanced }) => balanced)
    .flatMap((one): PlanningNeed[] => {
      const shares = nodes.map((node) => ({ node, ...lastingShare(model, placement.load, node, one) }));
      const highest = shares.toSorted((a, b) => Math.min(b.now, b.day) - Math.min(a.now, a.day))[0];
      const lowest = shares.toSorted((a, b) => Math.max(a.now, a.day) - Math.max(b.now, b.day))[0];
      if (!highest || !lowest) return [];
      const high = Math.min(highest.now, highest.day);
      const spread = high - Math.max(lowest.now, lowest.day);
      if (spread <= limit + ROUNDING_SHARE || high <= floor) return [];
      return [
        {
          need: "imbalance",
          subject: highest.node.node.name,
          forced: false,
          guests: guestsHeld(model, placement, highest.node),
          nodes: [highest.node.index],
          sentence: `${highest.node.node.name} uses ${percentWords(highest.now)} of its ${RESOURCE_WORDS[one.name]} and ${lowest.node.node.name} ${percentWords(lowest.now)}, further apart than ${percentWords(limit)}.`,
        },
      ];
    });
}

/** Whether a node's load counts in balancing: it can be read, is in planning and is not being emptied. */
export function isPartOfBalance({ canReceive }: ModelNode): boolean {
  return canReceive;
}

/** Guests of a node that hold something of it, by index. */
function guestsHeld(model: ClusterModel, placement: Placement, node: ModelNode): readonly number[] {
  return [...(placement.guestsOn[node.index] ?? [])]
    .filter((guest) => model.guests[guest]?.running)
    .sort((a, b) => a - b);
}
