import { ApiError, parameterError } from "../http/api-error";
import { type Call, type Endpoint, NO_PARAMETERS, readNumber, readText } from "../http/endpoint";
import { choice, integer, optional, vmid } from "../http/parameter";
import { JsonText } from "../http/perl-json";
import { hasPrivilege } from "../http/permissions";
import type { ReleaseProfile } from "../release";
import { type ResourceType, resourcesJson } from "./resource-rows";

const AUDIT_ALL = { path: "/", privileges: ["Sys.Audit"] };

export const CLUSTER_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/version",
    permission: "all",
    parameters: NO_PARAMETERS,
    answer: ({ world }) => versionOf(world.profile),
  },
  {
    method: "GET",
    path: "/cluster/status",
    permission: AUDIT_ALL,
    parameters: NO_PARAMETERS,
    answer: status,
  },
  {
    method: "GET",
    path: "/cluster/resources",
    permission: "all",
    parameters: { type: optional(choice("vm", "storage", "node", "sdn")) },
    answer: ({ world, account, query }) =>
      new JsonText(resourcesJson(world, account, query.get("type") as ResourceType | undefined)),
  },
  {
    method: "GET",
    path: "/cluster/options",
    permission: AUDIT_ALL,
    parameters: NO_PARAMETERS,
    answer: options,
  },
  {
    method: "GET",
    path: "/cluster/log",
    permission: "all",
    parameters: { max: optional(integer(1)) },
    answer: clusterLog,
  },
  {
    method: "GET",
    path: "/cluster/nextid",
    permission: "all",
    parameters: { vmid: optional(vmid()) },
    answer: nextId,
  },
];

export function versionOf({ version, release, repositoryId }: ReleaseProfile): object {
  return { version, release, repoid: repositoryId };
}

function status({ world }: Call): object[] {
  const local = world.localNode();
  const nodes = [...world.nodes.values()].map((node) => ({
    type: "node",
    id: `node/${node.name}`,
    name: node.name,
    nodeid: world.standalone ? 0 : node.nodeId,
    ip: node.ip,
    local: node === local ? 1 : 0,
    online: node.seenOnline ? 1 : 0,
    level: "",
  }));
  if (world.standalone) return nodes;
  const cluster = {
    type: "cluster",
    id: "cluster",
    name: clusterName(world.scenario),
    nodes: world.nodes.size,
    quorate: world.quorate() ? 1 : 0,
    version: world.nodes.size,
  };
  return [cluster, ...nodes];
}

export function clusterName(scenario: { cluster?: string | undefined; name: string }): string {
  return (scenario.cluster ?? scenario.name).slice(0, 15);
}

function options({ world }: Call): object {
  return {
    mac_prefix: "BC:24:11",
    keyboard: "en-us",
    ...world.options,
  };
}

function clusterLog({ world, account, query }: Call): object[] {
  const limit = (query.get("max") as number | undefined) ?? 50;
  const all = hasPrivilege(world, account, "/", "Sys.Syslog");
  return world.log
    .filter((entry) => all || entry.user === account.id)
    .slice(-limit)
    .reverse()
    .map((entry, index) => ({
      uid: String(index + 1),
      id: String(index + 1),
      time: Math.floor(entry.at + world.skew),
      pri: 6,
      tag: entry.tag,
      pid: String(entry.pid),
      node: entry.node,
      user: entry.user,
      msg: entry.message,
    }));
}

function nextId(call: Call): string {
  const { guests } = call.world;
  const wanted = readNumber(call, "vmid");
  if (wanted !== undefined) {
    if (guests.has(wanted)) throw parameterError({ vmid: `VM ${wanted} already exists` });
    return readText(call, "vmid") ?? "";
  }
  for (let candidate = 100; candidate < 1_000_000; candidate += 1) {
    if (!guests.has(candidate)) return String(candidate);
  }
  throw new ApiError(500, "unable to get any free VMID in range 100-1000000");
}
