import { ApiError, parameterError } from "../http/api-error";
import { type Call, type Endpoint, NO_PARAMETERS, pathPart, readFlag, readText } from "../http/endpoint";
import { choice, flag, optional, text } from "../http/parameter";
import { requireFileLock } from "../http/root-only";
import { type HaRule, ruleErrors } from "../world/ha/ha-rules";
import type { World } from "../world/world";
import { checkDigest, digestOf } from "./ha-resources";

const AUDIT_ALL = { path: "/", privileges: ["Sys.Audit"] };
const CONSOLE_ALL = { path: "/", privileges: ["Sys.Console"] };
const FLAG = optional(flag());
const TEXT = optional(text());
const TYPE = choice("node-affinity", "resource-affinity");
const RULE = {
  affinity: optional(choice("positive", "negative")),
  comment: TEXT,
  disable: FLAG,
  nodes: TEXT,
  strict: FLAG,
  type: TYPE,
};

export const HA_RULE_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/cluster/ha/rules",
    permission: AUDIT_ALL,
    parameters: { resource: TEXT, type: optional(TYPE) },
    since: "9.0",
    answer: listRules,
  },
  {
    method: "POST",
    path: "/cluster/ha/rules",
    permission: CONSOLE_ALL,
    parameters: { ...RULE, resources: text(), rule: text() },
    since: "9.0",
    answer: createRule,
  },
  {
    method: "GET",
    path: "/cluster/ha/rules/{rule}",
    permission: AUDIT_ALL,
    parameters: NO_PARAMETERS,
    since: "9.0",
    answer: (call) => ruleRow(call.world, findRule(call)),
  },
  {
    method: "PUT",
    path: "/cluster/ha/rules/{rule}",
    permission: CONSOLE_ALL,
    parameters: { ...RULE, delete: TEXT, digest: TEXT, resources: TEXT },
    since: "9.0",
    answer: updateRule,
  },
  {
    method: "DELETE",
    path: "/cluster/ha/rules/{rule}",
    permission: CONSOLE_ALL,
    parameters: NO_PARAMETERS,
    since: "9.0",
    answer: (call) => {
      const rule = findRule(call);
      requireFileLock(call, "ha_rules_config");
      call.world.ha.rules.splice(call.world.ha.rules.indexOf(rule), 1);
      return null;
    },
  },
];

function listRules(call: Call): object[] {
  const type = readText(call, "type");
  const resource = readText(call, "resource");
  return call.world.ha.rules
    .filter((rule) => type === undefined || rule.type === type)
    .filter((rule) => resource === undefined || rule.resources.includes(resource))
    .map((rule) => ruleRow(call.world, rule));
}

function ruleRow(world: World, rule: HaRule): object {
  const common = {
    rule: rule.name,
    resources: rule.resources.join(","),
    order: world.ha.rules.indexOf(rule) + 1,
    comment: rule.comment,
    disable: rule.disabled ? 1 : undefined,
    errors: ruleErrors(world, rule) ?? undefined,
    digest: digestOf(world),
  };
  return rule.type === "node-affinity"
    ? { ...common, type: rule.type, nodes: nodesText(rule), strict: rule.strict ? 1 : 0 }
    : { ...common, type: rule.type, affinity: rule.affinity };
}

export function nodesText(rule: HaRule): string {
  return rule.nodes.map(({ name, priority }) => (priority > 0 ? `${name}:${priority}` : name)).join(",");
}

function findRule(call: Call): HaRule {
  const name = pathPart(call, "rule");
  const rule = call.world.ha.rules.find((candidate) => candidate.name === name);
  if (!rule) throw new ApiError(500, `no such ha rule '${name}'`);
  return rule;
}

function createRule(call: Call): null {
  const { world } = call;
  requireFileLock(call, "ha_rules_config");
  const name = readText(call, "rule") ?? "";
  requireId("rule", name);
  if (world.ha.rules.some((rule) => rule.name === name)) {
    throw new ApiError(500, `create ha rule failed: HA rule '${name}' already defined`);
  }
  const rule = ruleFrom(call, name, {});
  accept(world, rule, "create");
  world.ha.rules.push(rule);
  return null;
}

function updateRule(call: Call): null {
  const { world } = call;
  const before = findRule(call);
  requireFileLock(call, "ha_rules_config");
  checkDigest(call);
  if (readText(call, "type") !== before.type) {
    throw new ApiError(500, `update ha rule failed: rule type of '${before.name}' cannot be changed`);
  }
  const rule = ruleFrom(call, before.name, before);
  for (const field of readText(call, "delete")?.split(/[,; ]+/) ?? []) {
    if (field === "comment") rule.comment = undefined;
    if (field === "disable") rule.disabled = false;
    if (field === "strict") rule.strict = false;
  }
  accept(world, rule, "update");
  world.ha.rules.splice(world.ha.rules.indexOf(before), 1, rule);
  return null;
}

/** @throws ApiError 500 with PVE's own nested text when the rule cannot hold */
function accept(world: World, rule: HaRule, verb: "create" | "update"): void {
  const errors = ruleErrors(world, rule);
  if (!errors) return;
  const lines = Object.entries(errors).map(([field, texts]) => `${field}: ${texts.join(", ")}`);
  throw new ApiError(500, `${verb} ha rule failed: 400 Rule '${rule.name}' is invalid.\n${lines.join("\n")}`);
}

function ruleFrom(call: Call, name: string, before: Partial<HaRule>): HaRule {
  const type = readText(call, "type") === "node-affinity" ? "node-affinity" : "resource-affinity";
  const nodes = readText(call, "nodes");
  const affinity = readText(call, "affinity") ?? before.affinity;
  requireFields(type, nodes ?? before.nodes, affinity);
  const resources = readText(call, "resources");
  return {
    name,
    type,
    resources: resources === undefined ? (before.resources ?? []) : readResources(resources),
    nodes: nodes === undefined ? (before.nodes ?? []) : readNodes(call.world, nodes),
    strict: call.query.has("strict") ? readFlag(call, "strict") : (before.strict ?? false),
    affinity: affinity === "positive" ? "positive" : "negative",
    disabled: call.query.has("disable") ? readFlag(call, "disable") : (before.disabled ?? false),
    comment: readText(call, "comment") ?? before.comment,
    noFailback: before.noFailback ?? false,
  };
}

function requireFields(type: HaRule["type"], nodes: unknown, affinity: unknown): void {
  const missing = "property is missing and it is not optional";
  if (type === "node-affinity" && nodes === undefined) throw parameterError({ nodes: missing });
  if (type === "resource-affinity" && affinity === undefined) throw parameterError({ affinity: missing });
}

function readResources(given: string): string[] {
  const sids = [...new Set(given.split(/[,; ]+/).filter(Boolean))];
  const wrong = sids.find((sid) => !/^(vm|ct):[1-9]\d{2,8}$/.test(sid));
  if (wrong !== undefined) {
    throw parameterError({ resources: `invalid format - value does not look like a valid HA resource id\n` });
  }
  return sids;
}

export function readNodes(world: World, given: string): HaRule["nodes"] {
  return given
    .split(/[,; ]+/)
    .filter(Boolean)
    .map((text) => {
      const [name = "", priority = "0"] = text.split(":");
      if (!/^\d+$/.test(priority)) {
        throw parameterError({ nodes: "invalid format - value does not look like a valid node list\n" });
      }
      if (!world.nodes.has(name)) throw new ApiError(500, `no such cluster node '${name}'`);
      return { name, priority: Number(priority) };
    });
}

export function requireId(field: string, value: string): void {
  if (/^[a-z][a-z0-9_-]+$/i.test(value)) return;
  throw parameterError({ [field]: `invalid format - invalid configuration ID '${value}'\n` });
}
