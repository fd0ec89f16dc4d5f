import type { Scenario } from "./scenario";
import type { ScenarioIssue } from "./scenario-error";

export interface ScenarioFindings {
  readonly errors: readonly ScenarioIssue[];
  readonly warnings: readonly ScenarioIssue[];
}

/** What fits the form but contradicts itself: names that are used twice or that nobody has. */
export function checkScenario(scenario: Scenario): ScenarioFindings {
  const nodes = new Set(scenario.nodes.map((node) => node.name));
  const vmids = new Set(scenario.guests.map((guest) => guest.vmid));
  const storages = new Set(scenario.storages.map((storage) => storage.id));

  return {
    errors: [
      ...duplicates(scenario.nodes, (node) => node.name, "nodes", "name"),
      ...duplicates(scenario.guests, (guest) => guest.vmid, "guests", "vmid"),
      ...duplicates(scenario.storages, (storage) => storage.id, "storages", "id"),
      ...duplicates(scenario.rules, (rule) => rule.id, "rules", "id"),
      ...guestErrors(scenario, nodes),
      ...storageErrors(scenario, nodes),
      ...unknownNodes(scenario.evacuate, nodes, "evacuate"),
    ],
    warnings: [
      ...ruleWarnings(scenario, nodes, vmids),
      ...diskWarnings(scenario, storages),
      ...historyWarnings(scenario, nodes),
    ],
  };
}

function duplicates<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | number | undefined,
  list: string,
  field: string,
): ScenarioIssue[] {
  const first = new Map<string | number, number>();
  return items.flatMap((item, index) => {
    const key = keyOf(item);
    if (key === undefined) return [];
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, index);
      return [];
    }
    return [
      { path: `${list}[${index}].${field}`, message: `${key} is already used by ${list}[${earlier}].` },
    ];
  });
}

function guestErrors(scenario: Scenario, nodes: ReadonlySet<string>): ScenarioIssue[] {
  return scenario.guests.flatMap((guest, index) => {
    const path = `guests[${index}]`;
    const issues: ScenarioIssue[] = [];
    if (!nodes.has(guest.node)) issues.push({ path: `${path}.node`, message: noSuchNode(guest.node) });
    if (guest.load.kind === "trace" && !guest.load.file === !guest.load.points) {
      issues.push({ path: `${path}.load`, message: "A trace needs either a file or points." });
    }
    return issues;
  });
}

function storageErrors(scenario: Scenario, nodes: ReadonlySet<string>): ScenarioIssue[] {
  return scenario.storages.flatMap((storage, index) => [
    ...unknownNodes(storage.nodes ?? [], nodes, `storages[${index}].nodes`),
    ...(typeof storage.used === "number" ? [] : Object.keys(storage.used))
      .filter((name) => !nodes.has(name))
      .map((name) => ({ path: `storages[${index}].used.${name}`, message: noSuchNode(name) })),
  ]);
}

function ruleWarnings(
  scenario: Scenario,
  nodes: ReadonlySet<string>,
  vmids: ReadonlySet<number>,
): ScenarioIssue[] {
  return scenario.rules.flatMap((rule, index) => [
    ...rule.guests
      .filter((id) => !vmids.has(id))
      .map((id) => ({ path: `rules[${index}].guests`, message: `There is no guest ${id}.` })),
    ...unknownNodes(rule.nodes, nodes, `rules[${index}].nodes`),
  ]);
}

function diskWarnings(scenario: Scenario, storages: ReadonlySet<string>): ScenarioIssue[] {
  return scenario.guests.flatMap((guest, guestIndex) =>
    guest.disks
      .map((disk, diskIndex) => ({ disk, path: `guests[${guestIndex}].disks[${diskIndex}].storage` }))
      .filter(({ disk }) => !storages.has(disk.storage))
      .map(({ disk, path }) => ({ path, message: `There is no storage "${disk.storage}".` })),
  );
}

function historyWarnings(scenario: Scenario, nodes: ReadonlySet<string>): ScenarioIssue[] {
  return scenario.history.flatMap((point, index) =>
    unknownNodes(Object.keys(point.nodes), nodes, `history[${index}].nodes`),
  );
}

function unknownNodes(names: readonly string[], nodes: ReadonlySet<string>, path: string): ScenarioIssue[] {
  return names.filter((name) => !nodes.has(name)).map((name) => ({ path, message: noSuchNode(name) }));
}

function noSuchNode(name: string): string {
  return `There is no node "${name}".`;
}
