import type { Guest, Snapshot } from "@/lib/inventory/snapshot";
import type { PlanWarning } from "../plan";
import type { PlacementRule, PlacementRuleKind } from "./placement-rule";

/** Groups are named by the whole tag, so that two ways of tagging do not mix. */
const GROUP_TAGS: readonly (readonly [prefix: string, kind: PlacementRuleKind])[] = [
  ["affinity_", "affinity"],
  ["exclude_", "anti-affinity"],
  ["plb_affinity", "affinity"],
  ["plb_anti_affinity", "anti-affinity"],
  ["plb_ignore", "ignore"],
];

const PIN = "plb_pin_";

export interface FoundRules {
  readonly rules: readonly PlacementRule[];
  readonly warnings: readonly PlanWarning[];
}

/**
 * Rules that guests carry as tags: `ignore`, `affinity_<g>`, `exclude_<g>`, and `plb_ignore*`, `plb_affinity*`,
 * `plb_anti_affinity*`, `plb_pin_<node>`. All of them are strict. Several pins of one guest add up; a pin to a node
 * that the cluster does not have is no pin, with a warning. Node names are compared without case, because PVE lower-cases tags.
 *
 * @returns rules by id, such as `tag:affinity_web`
 */
export function rulesFromTags(snapshot: Snapshot): FoundRules {
  const guests = snapshot.guests.filter(({ template }) => !template).sort((a, b) => a.vmid - b.vmid);
  const found = new Map<string, PlacementRule>();
  const add = (tag: string, kind: PlacementRuleKind, vmid: number, nodes: readonly string[]) => {
    const id = `tag:${tag}`;
    const vmids = [...(found.get(id)?.vmids ?? []), vmid];
    found.set(id, { id, kind, origin: "tag", strict: true, vmids, nodes });
  };

  const nodes = new Map(snapshot.nodes.map(({ name }) => [name.toLowerCase(), name]));
  const warnings = guests.flatMap((guest) => {
    for (const tag of ownTags(guest)) {
      const kind = kindOfTag(tag);
      if (kind) add(tag, kind, guest.vmid, []);
    }
    const pins = pinsOf(guest, nodes);
    if (pins.nodes.length > 0) add(pins.tags.join("+"), "pin", guest.vmid, pins.nodes);
    return pins.warnings;
  });
  const rules = [...found.values()].sort(byGuestsOfPins);
  return { rules, warnings };
}

function ownTags({ tags }: Guest): readonly string[] {
  return [...new Set(tags.map((tag) => tag.toLowerCase()))].sort();
}

function kindOfTag(tag: string): PlacementRuleKind | null {
  if (tag === "ignore") return "ignore";
  return GROUP_TAGS.find(([prefix]) => tag.startsWith(prefix))?.[1] ?? null;
}

function pinsOf(guest: Guest, nodes: ReadonlyMap<string, string>) {
  const tags = ownTags(guest).filter((tag) => tag.startsWith(PIN));
  const known = tags.filter((tag) => nodes.has(tag.slice(PIN.length)));
  return {
    tags: known,
    nodes: known.flatMap((tag) => nodes.get(tag.slice(PIN.length)) ?? []).sort(),
    warnings: tags
      .filter((tag) => !known.includes(tag))
      .map((tag) => ({
        path: `guests/${guest.vmid}/tags`,
        message: `The tag ${tag} pins guest ${guest.vmid} to a node that the cluster does not have; it is not heeded.`,
      })),
  };
}

/** Pins by their guests and the others by id: a pin's id has the name of a node, which is to change nothing but names. */
function byGuestsOfPins(one: PlacementRule, other: PlacementRule): number {
  const isPin = (rule: PlacementRule) => (rule.kind === "pin" ? 1 : 0);
  if (isPin(one) !== isPin(other)) return isPin(one) - isPin(other);
  const first = isPin(one) * ((one.vmids[0] ?? 0) - (other.vmids[0] ?? 0));
  return first || (one.id < other.id ? -1 : 1);
}
