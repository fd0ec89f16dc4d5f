import { type Call, type Endpoint, NO_PARAMETERS, readText } from "../http/endpoint";
import { choice } from "../http/parameter";
import { requireFileLock } from "../http/root-only";
import { isAtLeast } from "../release";
import { serviceId } from "../world/ha/ha-rules";
import type { GuestState } from "../world/state";
import type { World } from "../world/world";
import { HA_GROUP_ENDPOINTS } from "./ha-groups";
import { groupOf, HA_RESOURCE_ENDPOINTS } from "./ha-resources";
import { HA_RULE_ENDPOINTS } from "./ha-rules";

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
  ...(["arm-ha", "disarm-ha"] as const).map(
    (name): Endpoint => ({
      method: "POST",
      path: `/cluster/ha/status/${name}`,
      permission: { path: "/", privileges: ["Sys.Console"] },
      parameters: name === "arm-ha" ? NO_PARAMETERS : { "resource-mode": choice("freeze", "ignore") },
      since: "9.1",
      answer: (call) => {
        requireFileLock(call, "ha_crm_commands");
        call.world.ha.disarmed = readText(call, "resource-mode") === "freeze" ? "freeze" : null;
        if (readText(call, "resource-mode") === "ignore") call.world.ha.disarmed = "ignore";
        return null;
      },
    }),
  ),
  ...HA_RESOURCE_ENDPOINTS,
  ...HA_RULE_ENDPOINTS,
  ...HA_GROUP_ENDPOINTS,
];

function currentStatus({ world }: Call): object[] {
  const local = world.localNode().name;
  const quorum = {
    id: "quorum",
    type: "quorum",
    node: local,
    status: world.quorate() ? "OK" : "No quorum on node!",
    quorate: world.quorate() ? 1 : 0,
  };
  const services = world.ha.services();
  if (!isInUse(world)) return [quorum];

  const timestamp = Math.floor(world.ha.lastRound + world.skew);
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
      status: world.ha.disarmed ? "disarmed" : "armed (CRM watchdog active)",
      "armed-state": world.ha.disarmed ? "disarmed" : "armed",
      resource_mode: world.ha.disarmed ?? undefined,
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

/** HA's managers say nothing until they have been given something to do. */
function isInUse(world: World): boolean {
  return world.ha.services().length > 0 || [...world.nodes.values()].some((node) => node.maintenance);
}

function lrmText(world: World, name: string): string {
  const node = world.nodes.get(name);
  if (!node?.seenOnline) return "old timestamp - dead?";
  if (node.maintenance) return "maintenance mode";
  return world.ha.services().some((guest) => guest.node === name) ? "active, watchdog active" : "idle";
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
    max_restart: guest.ha?.maxRestart ?? 1,
    max_relocate: guest.ha?.maxRelocate ?? 1,
    failback: isAtLeast(world.profile, "9.0") ? Number(guest.ha?.failback ?? true) : undefined,
    "auto-rebalance": isAtLeast(world.profile, "9.2") ? Number(guest.ha?.autoRebalance ?? true) : undefined,
    comment: guest.ha?.comment,
    group: groupOf(world, guest),
  };
}

function managerStatus({ world }: Call): object {
  const local = world.localNode().name;
  const timestamp = Math.floor(world.ha.lastRound + world.skew);
  const services = world.ha.services();
  const quorum = { node: local, quorate: world.quorate() ? "1" : "0" };
  if (!isInUse(world)) return { manager_status: { node_status: {} }, quorum, lrm_status: {} };

  const nodes = [...world.nodes.values()];
  return {
    manager_status: {
      master_node: local,
      timestamp,
      node_status: Object.fromEntries(nodes.map((node) => [node.name, world.ha.nodeState(node.name)])),
      service_status: Object.fromEntries(
        services.map((guest) => [
          serviceId(guest),
          {
            state: guest.ha?.state,
            node: guest.node,
            uid: `uid${guest.vmid}`,
            running: guest.power === "stopped" ? undefined : 1,
            target: world.ha.motions.get(guest)?.target,
          },
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
