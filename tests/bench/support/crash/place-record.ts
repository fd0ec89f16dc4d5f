import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";

const EVERY_MS = 200;

interface Place {
  readonly fromMs: number;
  readonly node: string;
}

/** Where every guest was when, as the simulated cluster has it. */
export interface PlaceRecord {
  readonly nodeOf: (vmid: number) => string | undefined;
  /** Nodes on which a guest was at some moment of a span. */
  readonly nodesBetween: (vmid: number, fromMs: number, untilMs: number) => readonly string[];
  readonly stop: () => void;
}

export function recordPlaces(state: () => ScenarioInput): PlaceRecord {
  const places = new Map<number, Place[]>();
  const look = () => {
    const fromMs = Date.now();
    for (const { vmid, node } of state().guests ?? []) {
      const known = places.get(vmid) ?? [];
      places.set(vmid, known);
      if (known.at(-1)?.node !== node) known.push({ fromMs, node });
    }
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  return {
    nodeOf: (vmid) => {
      look();
      return places.get(vmid)?.at(-1)?.node;
    },
    nodesBetween: (vmid, fromMs, untilMs) => {
      const known = places.get(vmid) ?? [];
      return known
        .filter((place, index) => {
          const endMs = known[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
          return place.fromMs <= untilMs && endMs >= fromMs;
        })
        .map(({ node }) => node);
    },
    stop: () => clearInterval(timer),
  };
}
