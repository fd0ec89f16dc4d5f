import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { Random } from "@/lib/simulator/random";

/** The cluster with rules of all kinds for a third of its guests, most of them broken as it stands, and its second node to be emptied. */
export function withRules(scenario: Scenario, seed: number): Scenario {
  const random = new Random(seed);
  const nodes = scenario.nodes.map(({ name }) => name);
  const tags = scenario.guests.map((): string[] => []);
  for (let first = 0, group = 0; first < tags.length; group += 1) {
    const { count, tag } = drawRule(random, nodes, group);
    for (const own of tags.slice(first, first + count)) own.push(...tag);
    first += count;
  }
  return {
    ...scenario,
    guests: scenario.guests.map((guest, index) => ({
      ...guest,
      tags: [...guest.tags, ...(tags[index] ?? [])],
    })),
    evacuate: nodes.slice(1, 2),
  };
}

function drawRule(random: Random, nodes: readonly string[], group: number) {
  const drawn = random.next();
  const few = 2 + Math.floor(random.next() * 3);
  if (drawn < 0.08) return { count: few, tag: [`affinity_g${group}`] };
  if (drawn < 0.2) return { count: few, tag: [`exclude_g${group}`] };
  if (drawn < 0.24) {
    const allowed = new Set([1, 2, 3].map(() => nodes[random.below(nodes.length)]));
    return { count: 1, tag: [...allowed].map((name) => `plb_pin_${name}`) };
  }
  return { count: 1 + Math.floor(random.next() * 3), tag: [] };
}
