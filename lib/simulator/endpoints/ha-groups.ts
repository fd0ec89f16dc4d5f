import { ApiError } from "../http/api-error";
import { type Call, type Endpoint, NO_PARAMETERS, pathPart, readFlag, readText } from "../http/endpoint";
import { choice, flag, optional, text } from "../http/parameter";
import { requireFileLock } from "../http/root-only";
import { isAtLeast } from "../release";
import type { HaRule } from "../world/ha/ha-rules";
import type { World } from "../world/world";
import { checkDigest, digestOf } from "./ha-resources";
import { nodesText, readNodes, requireId } from "./ha-rules";

const AUDIT_ALL = { path: "/", privileges: ["Sys.Audit"] };
const CONSOLE_ALL = { path: "/", privileges: ["Sys.Console"] };
const FLAG = optional(flag());
const TEXT = optional(text());
const GROUP = { comment: TEXT, nofailback: FLAG, restricted: FLAG };

/** What PVE 8 has instead of rules about nodes. */
export const HA_GROUP_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/cluster/ha/groups",
    permission: AUDIT_ALL,
    parameters: NO_PARAMETERS,
    answer: (call) => groupsOf(call, "index").map((rule) => groupRow(call.world, rule)),
  },
  {
    method: "POST",
    path: "/cluster/ha/groups",
    permission: CONSOLE_ALL,
    parameters: { ...GROUP, group: text(), nodes: text(), type: optional(choice("group")) },
    answer: createGroup,
  },
  {
    method: "GET",
    path: "/cluster/ha/groups/{group}",
    permission: AUDIT_ALL,
    parameters: NO_PARAMETERS,
    answer: (call) => groupRow(call.world, findGroup(call)),
  },
  {
    method: "PUT",
    path: "/cluster/ha/groups/{group}",
    permission: CONSOLE_ALL,
    parameters: { ...GROUP, delete: TEXT, digest: TEXT, nodes: TEXT },
    answer: updateGroup,
  },
  {
    method: "DELETE",
    path: "/cluster/ha/groups/{group}",
    permission: CONSOLE_ALL,
    parameters: NO_PARAMETERS,
    answer: removeGroup,
  },
];

/** @throws ApiError 500 since 9, which made rules of all groups */
function groupsOf({ world }: Call, verb: string): HaRule[] {
  if (isAtLeast(world.oldestProfile, "9.0")) {
    throw new ApiError(500, `cannot ${verb} groups: ha groups have been migrated to rules`);
  }
  return world.ha.rules.filter(({ type }) => type === "node-affinity");
}

function groupRow(world: World, rule: HaRule): object {
  return {
    group: rule.name,
    type: "group",
    nodes: nodesText(rule),
    restricted: rule.strict ? 1 : 0,
    nofailback: rule.noFailback ? 1 : 0,
    comment: rule.comment,
    digest: digestOf(world),
  };
}

function findGroup(call: Call): HaRule {
  const name = pathPart(call, "group");
  const group = groupsOf(call, "read").find((rule) => rule.name === name);
  if (!group) throw new ApiError(500, `no such ha group '${name}'`);
  return group;
}

function createGroup(call: Call): null {
  const groups = groupsOf(call, "create");
  requireFileLock(call, "ha_groups_config");
  const name = readText(call, "group") ?? "";
  requireId("group", name);
  if (groups.some((rule) => rule.name === name)) {
    throw new ApiError(500, `create ha group failed: group ID '${name}' already defined`);
  }
  call.world.ha.rules.push({
    name,
    type: "node-affinity",
    resources: [],
    nodes: readNodes(call.world, readText(call, "nodes") ?? ""),
    strict: readFlag(call, "restricted"),
    affinity: "negative",
    disabled: false,
    comment: readText(call, "comment"),
    noFailback: readFlag(call, "nofailback"),
  });
  return null;
}

function updateGroup(call: Call): null {
  const group = findGroup(call);
  requireFileLock(call, "ha_groups_config");
  checkDigest(call);
  const nodes = readText(call, "nodes");
  if (nodes !== undefined) group.nodes = readNodes(call.world, nodes);
  if (call.query.has("restricted")) group.strict = readFlag(call, "restricted");
  if (call.query.has("nofailback")) group.noFailback = readFlag(call, "nofailback");
  group.comment = readText(call, "comment") ?? group.comment;
  return null;
}

function removeGroup(call: Call): null {
  const group = findGroup(call);
  requireFileLock(call, "ha_groups_config");
  if (group.resources.length > 0) {
    throw new ApiError(
      500,
      `delete group failed: group '${group.name}' is used by service '${group.resources[0]}'`,
    );
  }
  call.world.ha.rules.splice(call.world.ha.rules.indexOf(group), 1);
  return null;
}
