import { ApiError } from "../http/api-error";
import type { Call, Endpoint } from "../http/endpoint";
import { choice, flag, integer, optional, type Parameters, since, text } from "../http/parameter";
import { refuseForOthers, requireQuorum } from "../http/root-only";
import { type PowerAction, runPowerTask } from "../world/power";
import type { GuestState } from "../world/state";
import { findGuest, GUEST_TYPES } from "./find-guest";

const TIMEOUT = optional(integer(0));
const FLAG = optional(flag());
const TEXT = optional(text());

const QEMU: Readonly<Record<PowerAction, Parameters>> = {
  start: {
    "force-cpu": TEXT,
    machine: TEXT,
    migratedfrom: TEXT,
    migration_network: TEXT,
    migration_type: optional(choice("secure", "insecure")),
    "nets-host-mtu": TEXT,
    skiplock: FLAG,
    stateuri: TEXT,
    targetstorage: TEXT,
    timeout: TIMEOUT,
    "with-conntrack-state": since("9.0", FLAG),
  },
  stop: { keepActive: FLAG, migratedfrom: TEXT, "overrule-shutdown": FLAG, skiplock: FLAG, timeout: TIMEOUT },
  shutdown: { forceStop: FLAG, keepActive: FLAG, skiplock: FLAG, timeout: TIMEOUT },
  reboot: { timeout: TIMEOUT },
  suspend: { skiplock: FLAG, statestorage: TEXT, todisk: FLAG },
  resume: { nocheck: FLAG, skiplock: FLAG },
  reset: { skiplock: FLAG },
};

const LXC: Readonly<Partial<Record<PowerAction, Parameters>>> = {
  start: { debug: FLAG, skiplock: FLAG },
  stop: { "overrule-shutdown": FLAG, skiplock: FLAG },
  shutdown: { forceStop: FLAG, timeout: TIMEOUT },
  reboot: { timeout: TIMEOUT },
  suspend: {},
  resume: {},
};

/** Only root may use these, whatever a token's rights are. */
const ROOT_ONLY = [
  "skiplock",
  "migratedfrom",
  "stateuri",
  "keepActive",
  "nocheck",
  "force-cpu",
  "nets-host-mtu",
];

export const GUEST_POWER_ENDPOINTS: readonly Endpoint[] = GUEST_TYPES.flatMap((type) =>
  Object.entries(type === "qemu" ? QEMU : LXC).map(
    ([action, parameters]): Endpoint => ({
      method: "POST",
      path: `/nodes/{node}/${type}/{vmid}/status/${action}`,
      permission: { path: "/vms/{vmid}", privileges: ["VM.PowerMgmt"] },
      proxied: true,
      parameters,
      answer: (call) => changePower(call, findGuest(call, type), action as PowerAction),
    }),
  ),
);

function changePower(call: Call, guest: GuestState, action: PowerAction): string {
  const { world, account } = call;
  refuseForOthers(call, ROOT_ONLY);
  requireQuorum(call);
  const kind = guest.type === "qemu" ? "VM" : "CT";
  if (guest.lock) throw new ApiError(500, `${kind} is locked (${guest.lock})`);
  const objection = objectionTo(guest, action);
  if (objection) throw new ApiError(500, `${kind} ${guest.vmid} ${objection}`);
  return runPowerTask(world, guest, action, account.id).upid;
}

/** Reasons that PVE finds before it starts a task. */
function objectionTo(guest: GuestState, action: PowerAction): string | null {
  const on = guest.power !== "stopped";
  if (guest.type === "lxc") {
    if (action === "start") return on ? "already running" : null;
    return on ? null : "not running";
  }
  const needsProcess =
    action === "reset" || action === "reboot" || action === "suspend" || action === "resume";
  return needsProcess && !on ? "not running" : null;
}
