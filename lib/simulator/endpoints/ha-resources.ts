import { ApiError, parameterError } from "../http/api-error";
import {
  type Call,
  type Endpoint,
  NO_PARAMETERS,
  pathPart,
  readFlag,
  readNumber,
  readText,
} from "../http/endpoint";
import { choice, flag, integer, optional, since, text } from "../http/parameter";
import { requireFileLock } from "../http/root-only";
import { isAtLeast } from "../release";
import { newHaService } from "../world/build-state";
import { blockingResources, nodeRuleOf, partnersOf, serviceId, serviceOf } from "../world/ha/ha-rules";
import { requestState } from "../world/ha/request-state";
import type { GuestState } from "../world/state";
import type { World } from "../world/world";

const AUDIT_ALL = { path: "/", privileges: ["Sys.Audit"] };
const CONSOLE_ALL = { path: "/", privileges: ["Sys.Console"] };
const PATH = "/cluster/ha/resources";
const STATES = ["started", "stopped", "enabled", "disabled", "ignored"];

const SETTINGS = {
  "auto-rebalance": since("9.2", optional(flag())),
  comment: optional(text()),
  failback: since("9.0", optional(flag())),
  group: optional(text()),
  max_relocate: optional(integer(0)),
  max_restart: optional(integer(0)),
  state: optional(choice(...STATES)),
};

export const HA_RESOURCE_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: PATH,
    permission: AUDIT_ALL,
    parameters: { type: optional(choice("ct", "vm")) },
    answer: (call) => {
      const type = readText(call, "type");
      return call.world.ha
        .services()
        .filter((guest) => type === undefined || serviceId(guest).startsWith(`${type}:`))
        .map((guest) => resource(call.world, guest));
    },
  },
  {
    method: "POST",
    path: PATH,
    permission: CONSOLE_ALL,
    parameters: { ...SETTINGS, sid: text(), type: optional(choice("ct", "vm")) },
    answer: create,
  },
  {
    method: "GET",
    path: `${PATH}/{sid}`,
    permission: AUDIT_ALL,
    parameters: NO_PARAMETERS,
    answer: (call) => resource(call.world, readService(call)),
  },
  {
    method: "PUT",
    path: `${PATH}/{sid}`,
    permission: CONSOLE_ALL,
    parameters: { ...SETTINGS, delete: optional(text()), digest: optional(text()) },
    answer: update,
  },
  {
    method: "DELETE",
    path: `${PATH}/{sid}`,
    permission: CONSOLE_ALL,
    parameters: { purge: since("9.0", optional(flag())) },
    answer: remove,
  },
  ...(["migrate", "relocate"] as const).map(
    (kind): Endpoint => ({
      method: "POST",
      path: `${PATH}/{sid}/${kind}`,
      permission: CONSOLE_ALL,
      parameters: { node: text() },
      answer: (call) => queue(call, kind),
    }),
  ),
];

export function digestOf(world: World): string {
  return (world.seed >>> 0).toString(16).padStart(8, "0").repeat(5);
}

export function resource(world: World, guest: GuestState): object {
  const { ha } = guest;
  return {
    sid: serviceId(guest),
    type: guest.type === "qemu" ? "vm" : "ct",
    state: ha?.requested ?? "started",
    max_restart: ha?.maxRestart ?? 1,
    max_relocate: ha?.maxRelocate ?? 1,
    failback: isAtLeast(world.profile, "9.0") ? Number(ha?.failback ?? true) : undefined,
    "auto-rebalance": isAtLeast(world.profile, "9.2") ? Number(ha?.autoRebalance ?? true) : undefined,
    group: groupOf(world, guest),
    comment: ha?.comment,
    digest: digestOf(world),
  };
}

/** Before 9 a guest belongs to a group, which is a rule about nodes since. */
export function groupOf(world: World, guest: GuestState): string | undefined {
  return isAtLeast(world.oldestProfile, "9.0") ? undefined : nodeRuleOf(world, guest)?.name;
}

/** `vm:100`, or the number alone. */
function guestOf(world: World, sid: string): GuestState {
  const match = /^(?:(vm|ct):)?(\d+)$/.exec(sid);
  if (!match) throw parameterError({ sid: "invalid format - unable to parse HA resource ID\n" });
  const guest = world.guests.get(Number(match[2]));
  if (!guest || (match[1] && !serviceId(guest).startsWith(match[1]))) {
    throw new ApiError(500, `unable to find VMID '${match[2]}'`);
  }
  return guest;
}

function readService(call: Call): GuestState {
  const sid = pathPart(call, "sid");
  const known = serviceOf(call.world, sid) ?? call.world.guests.get(Number(sid));
  if (!known?.ha) throw new ApiError(500, `no such resource '${sid}'`);
  return known;
}

function create(call: Call): null {
  const { world } = call;
  requireFileLock(call, "ha_resources_config");
  const guest = guestOf(world, readText(call, "sid") ?? "");
  if (guest.ha) throw new ApiError(500, `resource ID '${serviceId(guest)}' already defined`);
  if (guest.spec.template) throw new ApiError(500, "can't add template to HA");
  checkGroup(call);
  guest.ha = newHaService("started");
  applySettings(call, guest);
  requestState(world, guest, readState(call) ?? "started");
  world.changed();
  return null;
}

function update(call: Call): null {
  const guest = readService(call);
  requireFileLock(call, "ha_resources_config");
  checkDigest(call);
  checkGroup(call);
  for (const name of readText(call, "delete")?.split(/[,; ]+/) ?? []) {
    if (name === "comment" && guest.ha) guest.ha.comment = undefined;
    if (name === "group") joinGroup(call.world, guest, undefined);
  }
  applySettings(call, guest);
  const state = readState(call);
  if (state) requestState(call.world, guest, state);
  call.world.changed();
  return null;
}

function remove(call: Call): null {
  const guest = readService(call);
  requireFileLock(call, "ha_resources_config");
  const sid = serviceId(guest);
  guest.ha = null;
  if (!call.query.has("purge") || readFlag(call, "purge")) {
    for (const rule of call.world.ha.rules) rule.resources = rule.resources.filter((other) => other !== sid);
    const kept = call.world.ha.rules.filter(
      (rule) => rule.resources.length > 0 || !isAtLeast(call.world.oldestProfile, "9.0"),
    );
    call.world.ha.rules.splice(0, call.world.ha.rules.length, ...kept);
  }
  call.world.changed();
  return null;
}

export function checkDigest(call: Call): void {
  const given = readText(call, "digest");
  if (given !== undefined && given !== digestOf(call.world)) {
    throw new ApiError(500, "detected modified configuration - file changed by other user? Try again.");
  }
}

function readState(call: Call): string | undefined {
  const state = readText(call, "state");
  return state === "enabled" ? "started" : state;
}

function applySettings(call: Call, guest: GuestState): void {
  const { ha } = guest;
  if (!ha) return;
  ha.maxRestart = readNumber(call, "max_restart") ?? ha.maxRestart;
  ha.maxRelocate = readNumber(call, "max_relocate") ?? ha.maxRelocate;
  ha.comment = readText(call, "comment") ?? ha.comment;
  if (call.query.has("failback")) ha.failback = readFlag(call, "failback");
  if (call.query.has("auto-rebalance")) ha.autoRebalance = readFlag(call, "auto-rebalance");
  const group = readText(call, "group");
  if (group !== undefined) joinGroup(call.world, guest, group);
}

function checkGroup(call: Call): void {
  const group = readText(call, "group");
  if (group === undefined) return;
  if (isAtLeast(call.world.oldestProfile, "9.0")) {
    throw parameterError({ group: "invalid parameter 'group': ha groups have been migrated to rules\n" });
  }
  if (!call.world.ha.rules.some((rule) => rule.name === group && rule.type === "node-affinity")) {
    throw new ApiError(500, `HA group '${group}' does not exist`);
  }
}

function joinGroup(world: World, guest: GuestState, group: string | undefined): void {
  const sid = serviceId(guest);
  for (const rule of world.ha.rules.filter(({ type }) => type === "node-affinity")) {
    const others = rule.resources.filter((other) => other !== sid);
    rule.resources = rule.name === group ? [...others, sid] : others;
  }
}

/** Answered at once, also when the manager will drop it: 9 says then what is in the way. */
function queue(call: Call, kind: "migrate" | "relocate"): object | null {
  const { world } = call;
  const guest = readService(call);
  requireFileLock(call, "ha_crm_commands");
  const node = readText(call, "node") ?? "";
  if (!world.nodes.has(node)) throw new ApiError(500, `no such cluster node '${node}'`);
  world.ha.command(guest, node, kind);
  if (!isAtLeast(world.profile, "9.0")) return null;
  const blocking = blockingResources(world, guest, node);
  const together = partnersOf(world, guest, "positive").map(serviceId);
  return {
    sid: serviceId(guest),
    "requested-node": node,
    "blocking-resources": blocking.length > 0 ? blocking : undefined,
    "comigrated-resources": together.length > 0 ? together : undefined,
  };
}
