import type { ScenarioInput, ScenarioRule } from "@/lib/inventory/scenario/scenario";
import { isAtLeast } from "../../release";
import type { GuestState } from "../state";
import type { World } from "../world";

export interface HaRule {
  readonly name: string;
  readonly type: "node-affinity" | "resource-affinity";
  /** `vm:100` or `ct:101`. */
  resources: readonly string[];
  nodes: readonly { readonly name: string; readonly priority: number }[];
  strict: boolean;
  affinity: "positive" | "negative";
  disabled: boolean;
  comment: string | undefined;
  /** Only a group of PVE 8 has this. */
  noFailback: boolean;
}

export function serviceId(guest: GuestState): string {
  return `${guest.type === "qemu" ? "vm" : "ct"}:${guest.vmid}`;
}

/** The guest that HA knows by this name; null when it is none of HA's. */
export function serviceOf(world: World, sid: string): GuestState | null {
  const guest = world.guests.get(Number(sid.slice(sid.indexOf(":") + 1)));
  return guest?.ha && serviceId(guest) === sid ? guest : null;
}

/** Those rules of the scenario whose guests are all in HA's hands are HA's own rules. */
export function rulesFromScenario(
  rules: readonly ScenarioRule[],
  guests: ReadonlyMap<number, GuestState>,
): HaRule[] {
  return rules.flatMap((rule, index) => {
    const members = rule.guests.flatMap((vmid) => guests.get(vmid) ?? []);
    const ours = members.length > 0 && members.every((guest) => guest.ha) && rule.kind !== "ignore";
    if (!ours) return [];
    return [
      {
        name: rule.id ?? `rule-${index + 1}`,
        type: rule.kind === "pin" ? "node-affinity" : "resource-affinity",
        resources: members.map(serviceId),
        nodes: rule.nodes.map((name) => ({ name, priority: rule.priorities?.[name] ?? 0 })),
        strict: rule.strict,
        affinity: rule.kind === "affinity" ? "positive" : "negative",
        disabled: rule.disabled ?? false,
        comment: rule.comment,
        noFailback: false,
      } satisfies HaRule,
    ];
  });
}

/** HA's own rules as those of a scenario. */
export function rulesToScenario(rules: readonly HaRule[]): NonNullable<ScenarioInput["rules"]> {
  return rules.map((rule) => {
    const pins = rule.type === "node-affinity";
    const priorities = Object.fromEntries(
      rule.nodes.filter(({ priority }) => priority > 0).map(({ name, priority }) => [name, priority]),
    );
    return {
      id: rule.name,
      kind: pins ? "pin" : rule.affinity === "positive" ? "affinity" : "anti-affinity",
      strict: rule.strict,
      guests: rule.resources.map((sid) => Number(sid.slice(sid.indexOf(":") + 1))),
      nodes: rule.nodes.map(({ name }) => name),
      ...(Object.keys(priorities).length > 0 && { priorities }),
      ...(rule.disabled && { disabled: true }),
      ...(rule.comment !== undefined && { comment: rule.comment }),
    };
  });
}

/** Why PVE does not accept or heed a rule, by field; null when it is fine. */
export function ruleErrors(world: World, rule: HaRule): Record<string, string[]> | null {
  if (rule.type === "resource-affinity") {
    if (rule.resources.length < 2)
      return { resources: ["rule is ineffective as there are less than two resources"] };
    if (rule.affinity === "negative" && rule.resources.length > world.nodes.size) {
      return { resources: ["rule defines more resources than available nodes"] };
    }
    const opposite = world.ha.rules.find(
      (other) =>
        other.name !== rule.name &&
        other.type === "resource-affinity" &&
        other.affinity !== rule.affinity &&
        rule.resources.filter((sid) => other.resources.includes(sid)).length > 1,
    );
    if (opposite) {
      return {
        resources: [
          `rule shares two or more resources with ${opposite.affinity} resource affinity rule '${opposite.name}'`,
        ],
      };
    }
    return null;
  }
  const twice = rule.resources.find((sid) =>
    world.ha.rules.some(
      (other) => other.name !== rule.name && other.type === "node-affinity" && other.resources.includes(sid),
    ),
  );
  return twice ? { resources: [`resource '${twice}' is already used in another node affinity rule`] } : null;
}

/** Rules in force: neither switched off nor in conflict; before 9 there were only groups. */
export function rulesInForce(world: World): HaRule[] {
  const knowsResources = isAtLeast(world.oldestProfile, "9.0");
  return world.ha.rules.filter(
    (rule) => !rule.disabled && (knowsResources || rule.type === "node-affinity") && !ruleErrors(world, rule),
  );
}

/** Others that a rule keeps with or away from this one. */
export function partnersOf(
  world: World,
  guest: GuestState,
  affinity: HaRule["affinity"],
): readonly GuestState[] {
  const sid = serviceId(guest);
  const sids = rulesInForce(world)
    .filter((rule) => rule.type === "resource-affinity" && rule.affinity === affinity)
    .filter((rule) => rule.resources.includes(sid))
    .flatMap((rule) => rule.resources);
  return [...new Set(sids)]
    .filter((other) => other !== sid)
    .flatMap((other) => serviceOf(world, other) ?? []);
}

export interface BlockingResource {
  readonly sid: string;
  readonly cause: "resource-affinity" | "node-affinity";
}

/** What stands against this guest on that node. */
export function blockingResources(world: World, guest: GuestState, target: string): BlockingResource[] {
  const apart = partnersOf(world, guest, "negative")
    .filter((other) => other.node === target)
    .map((other) => ({ sid: serviceId(other), cause: "resource-affinity" as const }));
  const rule = nodeRuleOf(world, guest);
  const outside = rule?.strict === true && !rule.nodes.some(({ name }) => name === target);
  return outside && isAtLeast(world.profile, "9.2")
    ? [...apart, { sid: serviceId(guest), cause: "node-affinity" }]
    : apart;
}

export function nodeRuleOf(world: World, guest: GuestState): HaRule | undefined {
  const sid = serviceId(guest);
  return rulesInForce(world).find((rule) => rule.type === "node-affinity" && rule.resources.includes(sid));
}
