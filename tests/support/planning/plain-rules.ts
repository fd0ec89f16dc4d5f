import type { Scenario } from "@/lib/inventory/scenario/scenario";

/** A rule as an outsider reads it from the scenario; shares no code with planning. */
export interface PlainRule {
  readonly name: string;
  readonly kind: "affinity" | "anti-affinity" | "pin" | "ignore";
  readonly strict: boolean;
  readonly vmids: readonly number[];
  readonly nodes: readonly string[];
}

export type NodeOf = ReadonlyMap<number, string>;

/** All rules of a scenario, from its list and from tags. Templates never run, so rules are not about them. */
export function plainRules(all: Scenario): readonly PlainRule[] {
  const scenario = { ...all, guests: all.guests.filter(({ template }) => !template) };
  const listed = scenario.rules
    .filter(({ disabled }) => !disabled)
    .map((rule): PlainRule => {
      const { kind, strict, nodes } = rule;
      const named = scenario.guests.filter(
        ({ vmid, tags, pool }) =>
          rule.guests.includes(vmid) ||
          tags.some((tag) => rule.tags.includes(tag)) ||
          rule.pools.includes(pool ?? ""),
      );
      return { name: rule.id ?? kind, kind, strict, vmids: named.map(({ vmid }) => vmid), nodes };
    });
  return [...listed, ...groupRules(scenario), ...pinRules(scenario)];
}

export function isBroken({ kind, vmids, nodes }: PlainRule, nodeOf: NodeOf): boolean {
  const places = vmids.flatMap((vmid) => nodeOf.get(vmid) ?? []);
  const different = new Set(places).size;
  if (kind === "affinity") return different > 1;
  if (kind === "anti-affinity") return different < places.length;
  return kind === "pin" && places.some((place) => !nodes.includes(place));
}

function groupRules({ guests }: Scenario): readonly PlainRule[] {
  const tags = new Set(guests.flatMap((guest) => guest.tags));
  return [...tags].flatMap((tag): PlainRule[] => {
    const vmids = guests.filter((guest) => guest.tags.includes(tag)).map(({ vmid }) => vmid);
    const kind = kindOfTag(tag);
    return kind ? [{ name: tag, kind, strict: true, vmids, nodes: [] }] : [];
  });
}

function kindOfTag(tag: string): "affinity" | "anti-affinity" | "ignore" | null {
  if (/^(plb_)?affinity_/.test(tag)) return "affinity";
  if (/^(exclude|plb_anti_affinity)_/.test(tag)) return "anti-affinity";
  return /^(ignore$|plb_ignore)/.test(tag) ? "ignore" : null;
}

function pinRules({ guests, nodes }: Scenario): readonly PlainRule[] {
  return guests.flatMap(({ vmid, tags }): PlainRule[] => {
    const names = tags.flatMap((tag) => /^plb_pin_(.+)$/.exec(tag)?.[1] ?? []);
    const known = nodes.map(({ name }) => name).filter((name) => names.includes(name.toLowerCase()));
    if (known.length === 0) return [];
    return [{ name: `pin of ${vmid}`, kind: "pin", strict: true, vmids: [vmid], nodes: known }];
  });
}
