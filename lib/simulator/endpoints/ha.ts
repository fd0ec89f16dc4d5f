import type { ScenarioRule } from "@/lib/inventory/scenario/scenario";
import { ApiError } from "../http/api-error";
import { type Call, type Endpoint, NO_PARAMETERS, readText } from "../http/endpoint";
import { choice, optional, text } from "../http/parameter";
import { isAtLeast } from "../release";
import type { GuestState } from "../world/state";
import type { World } from "../world/world";
import { haStateOf } from "./resource-rows";

const AUDIT_ALL = { path: "/", privileges: ["Sys.Audit"] };

export const HA_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/cluster/ha/status/current",
    permission: AUDIT_ALL,
    parameters: NO_PARAMETERS,
    answer: currentStatus,
  },
  {
    method: "GET",
    path: "/cluster/ha/status/manager_status",
    permission: AUDIT_ALL,
    parameters: NO_PARAMETERS,
    answer: managerStatus,
  },
  {
    method: "GET",
    path: "/cluster/ha/resources",
    permission: AUDIT_ALL,
    parameters: { type: optional(choice("ct", "vm")) },
    answer: resources,
  },
  {
    method: "GET",
    path: "/cluster/ha/rules",
    permission: AUDIT_ALL,
    parameters: {
      resource: optional(text()),
      type: optional(choice("node-affinity", "resource-affinity")),
    },
    since: "9.0",
    answer: rules,
  },
  {
    method: "GET",
    path: "/cluster/ha/groups",
    permission: AUDIT_ALL,
    parameters: NO_PARAMETERS,
    answer: groups,
  },
];

function managed(world: World): GuestState[] {
  return [...world.guests.values()].filter((guest) => guest.ha !== null);
}

function serviceId(guest: GuestState): string {
  return `${guest.type === "qemu" ? "vm" : "ct"}:${guest.vmid}`;
}

function currentStatus({ world }: Call): object[] {
  const local = world.localNode().name;
  const quorum = {
    id: "quorum",
    type: "quorum",
    node: local,
    status: world.quorate() ? "OK" : "No quorum on node!",
    quorate: world.quorate() ? 1 : 0,
  };
  const services = managed(world);
  if (services.length === 0) return [quorum];

  const timestamp = Math.floor(world.reportedNow() / 10) * 10;
  const stamp = new Date(timestamp * 1000)
    .toUTCString()
    .replace(/^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/, "$1 $3 $2 $5 $4");
  const rows: object[] = [
    quorum,
    { id: "master", type: "master", node: local, status: `${local} (active, ${stamp})`, timestamp },
  ];
  if (isAtLeast(world.profile, "9.0")) {
    rows.push({
      id: "fencing",
      type: "fencing",
      node: local,
      status: "armed (CRM watchdog active)",
      "armed-state": "armed",
    });
  }
  for (const node of world.nodes.values()) {
    rows.push({
      id: `lrm:${node.name}`,
      type: "lrm",
      node: node.name,
      status: `${node.name} (${lrmText(world, node.name)}, ${stamp})`,
      timestamp,
    });
  }
  return [...rows, ...services.map((guest) => serviceRow(world, guest))];
}

function lrmText(world: World, name: string): string {
  const node = world.nodes.get(name);
  if (!node?.seenOnline) return "old timestamp - dead?";
  if (node.maintenance) return "maintenance mode";
  return managed(world).some((guest) => guest.node === name) ? "active, watchdog active" : "idle";
}

function serviceRow(world: World, guest: GuestState): object {
  const sid = serviceId(guest);
  const state = guest.ha?.state ?? "started";
  return {
    id: `service:${sid}`,
    type: "service",
    sid,
    node: guest.node,
    state,
    crm_state: state,
    request_state: guest.ha?.requested ?? state,
    status: `${sid} (${guest.node}, ${state})`,
    max_restart: 1,
    max_relocate: 1,
    failback: isAtLeast(world.profile, "9.0") ? 1 : undefined,
    "auto-rebalance": isAtLeast(world.profile, "9.2") ? 1 : undefined,
    group: groupOf(world, guest),
  };
}

function managerStatus({ world }: Call): object {
  const local = world.localNode().name;
  const timestamp = Math.floor(world.reportedNow() / 10) * 10;
  const services = managed(world);
  const quorum = { node: local, quorate: world.quorate() ? "1" : "0" };
  if (services.length === 0) return { manager_status: { node_status: {} }, quorum, lrm_status: {} };

  const nodes = [...world.nodes.values()];
  return {
    manager_status: {
      master_node: local,
      timestamp,
      node_status: Object.fromEntries(nodes.map((node) => [node.name, haStateOf(node)])),
      service_status: Object.fromEntries(
        services.map((guest) => [
          serviceId(guest),
          { state: guest.ha?.state, node: guest.node, uid: `uid${guest.vmid}`, running: 1 },
        ]),
      ),
    },
    quorum,
    lrm_status: Object.fromEntries(
      nodes.map((node) => [
        node.name,
        {
          state: services.some((guest) => guest.node === node.name) ? "active" : "wait_for_agent_lock",
          mode: node.maintenance ? "maintenance" : "active",
          timestamp,
          results: {},
        },
      ]),
    ),
  };
}

function resources(call: Call): object[] {
  const { world } = call;
  const type = readText(call, "type");
  return managed(world)
    .filter((guest) => type === undefined || serviceId(guest).startsWith(`${type}:`))
    .map((guest) => ({
      sid: serviceId(guest),
      type: guest.type === "qemu" ? "vm" : "ct",
      state: guest.ha?.requested ?? "started",
      max_restart: 1,
      max_relocate: 1,
      failback: isAtLeast(world.profile, "9.0") ? 1 : undefined,
      "auto-rebalance": isAtLeast(world.profile, "9.2") ? 1 : undefined,
      group: groupOf(world, guest),
      digest: digest(world),
    }));
}

/** Those rules of the scenario whose guests are all in HA's hands are HA's own rules. */
function haRules(world: World): { rule: ScenarioRule; name: string; guests: GuestState[] }[] {
  return world.scenario.rules.flatMap((rule, index) => {
    const guests = rule.guests.flatMap((vmid) => world.guests.get(vmid) ?? []);
    const ours = guests.length > 0 && guests.every((guest) => guest.ha) && rule.kind !== "ignore";
    return ours ? [{ rule, name: rule.id ?? `rule-${index + 1}`, guests }] : [];
  });
}

function rules(call: Call): object[] {
  const { world } = call;
  const type = readText(call, "type");
  const resource = readText(call, "resource");
  return haRules(world)
    .map(({ rule, name, guests }, index) => {
      const common = {
        rule: name,
        resources: guests.map(serviceId).join(","),
        order: index + 1,
        digest: digest(world),
      };
      return rule.kind === "pin"
        ? { ...common, type: "node-affinity", nodes: rule.nodes.join(","), strict: rule.strict ? 1 : 0 }
        : {
            ...common,
            type: "resource-affinity",
            affinity: rule.kind === "affinity" ? "positive" : "negative",
          };
    })
    .filter((row) => type === undefined || row.type === type)
    .filter((row) => resource === undefined || row.resources.split(",").includes(resource));
}

function groups({ world }: Call): object[] {
  if (isAtLeast(world.profile, "9.0")) {
    throw new ApiError(500, "cannot index groups: ha groups have been migrated to rules");
  }
  return haRules(world)
    .filter(({ rule }) => rule.kind === "pin")
    .map(({ rule, name }) => ({
      group: name,
      type: "group",
      nodes: rule.nodes.join(","),
      restricted: rule.strict ? 1 : 0,
      nofailback: 0,
      digest: digest(world),
    }));
}

function groupOf(world: World, guest: GuestState): string | undefined {
  if (isAtLeast(world.profile, "9.0")) return undefined;
  return haRules(world).find(({ rule, guests }) => rule.kind === "pin" && guests.includes(guest))?.name;
}

function digest(world: World): string {
  return (world.seed >>> 0).toString(16).padStart(8, "0").repeat(5);
}
