import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { noise } from "@/lib/simulator/random";
import { nodeShares } from "../../scenarios/judge/cluster-after";

/** By how much readings are off at most, as a share of themselves. */
export const NOISE = 0.03;

/** The same cluster read again: every reading up to 3 %, or another share, higher or lower. */
export function withNoise(scenario: Scenario, seed: number, share = NOISE): Scenario {
  const noisy = (value: number, ...parts: [number, number]) =>
    value * (1 + share * (2 * noise(seed, ...parts) - 1));
  return {
    ...scenario,
    guests: scenario.guests.map((guest) => ({
      ...guest,
      cpuUsed: noisy(guest.cpuUsed, guest.vmid, 1),
      memoryUsed: noisy(guest.memoryUsed ?? guest.memory, guest.vmid, 2),
    })),
    nodes: scenario.nodes.map((node, index) => ({
      ...node,
      baseCpu: noisy(node.baseCpu, index, 3),
      baseMemory: noisy(node.baseMemory, index, 4),
      iowait: noisy(node.iowait, index, 5),
    })),
  };
}

/**
 * Whether no reading is so close to what counts that noise of 3 % reaches it: every node below 0.95 of its thresholds, and
 * the nodes by less apart than noise may add to what counts as imbalance.
 */
export function isCalm(scenario: Scenario): boolean {
  const {
    "planning.mode": mode = "used",
    "planning.method": method = "penalty",
    "planning.balanciness": balanciness = 10,
  } = scenario.settings;
  if (mode !== "used" || method === "disk") return false;
  const all = [...nodeShares(scenario, {})].map(([name, shares]) => ({ name, ...shares }));
  const apart = (shares: readonly number[]) => {
    const highest = Math.max(...shares);
    return highest - Math.min(...shares) + 2 * NOISE * highest < Number(balanciness) / 100;
  };
  const isCool = all.every(({ name, cpu, memory }) => {
    const node = scenario.nodes.find((one) => one.name === name);
    const free = node ? 1 - node.memoryReserve / node.memory : 1;
    return cpu < 0.95 * 0.6 && memory < Math.min(0.95 * 0.7, free / (1 + NOISE));
  });
  return isCool && apart(all.map(({ cpu }) => cpu)) && apart(all.map(({ memory }) => memory));
}
