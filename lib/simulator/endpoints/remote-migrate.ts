import { ApiError, parameterError } from "../http/api-error";
import { type Call, type Endpoint, readFlag, readText } from "../http/endpoint";
import { flag, integer, number, optional, text, vmid } from "../http/parameter";
import { requireQuorum } from "../http/root-only";
import { stampText } from "../world/migration/texts";
import { beginTask } from "../world/power";
import { runTask, TaskFailure, wait } from "../world/process";
import type { GuestState } from "../world/state";
import { findGuest, GUEST_TYPES } from "./find-guest";

const FLAG = optional(flag());

export const REMOTE_MIGRATE_ENDPOINTS: readonly Endpoint[] = GUEST_TYPES.map(
  (type): Endpoint => ({
    method: "POST",
    path: `/nodes/{node}/${type}/{vmid}/remote_migrate`,
    permission: { path: "/vms/{vmid}", privileges: ["VM.Migrate"] },
    proxied: true,
    parameters: {
      bwlimit: optional(type === "qemu" ? integer(0) : number(0)),
      delete: FLAG,
      online: FLAG,
      "target-bridge": text(),
      "target-endpoint": text(),
      "target-storage": text(),
      "target-vmid": optional(vmid()),
      ...(type === "lxc" ? { restart: FLAG, timeout: optional(integer()) } : {}),
    },
    answer: (call) => migrate(call, findGuest(call, type)),
  }),
);

/**
 * PVE's own checks, in its order. There is no other cluster in the simulated network, so what passes them ends
 * where PVE first speaks to the other side: at once when it must ask for a certificate, else in the task.
 */
function migrate(call: Call, guest: GuestState): string {
  const { world, account } = call;
  requireQuorum(call);
  const kind = guest.type === "qemu" ? "VM" : "CT";
  if (guest.lock) throw new ApiError(500, `${kind} is locked (${guest.lock})`);
  if (guest.ha) throw parameterError({ vmid: `cannot migrate HA-managed ${kind} to remote cluster` });
  const remote = readEndpoint(readText(call, "target-endpoint") ?? "");
  const unreachable = `500 Can't connect to ${remote.host}:${remote.port} (No route to host)`;
  if (!remote.fingerprint) throw new ApiError(500, unreachable);
  if (world.scenario.replications.some((job) => job.guest === guest.vmid)) {
    throw new ApiError(500, `cannot remote-migrate replicated ${kind}`);
  }
  requireRunMode(call, guest);
  if (readText(call, "target-storage") === "1") {
    throw new ApiError(500, "remote migration requires explicit storage mapping!");
  }
  const task = beginTask(world, guest, guest.type === "qemu" ? "qmigrate" : "vzmigrate", account.id);
  runTask(
    world,
    task,
    (function* () {
      yield* wait(3);
      const line = `${stampText(world.reportedNow())} ERROR: migration aborted (duration 00:00:03): ${unreachable}`;
      task.log.push({ at: world.now(), text: line });
      throw new TaskFailure("migration aborted");
    })(),
  );
  return task.upid;
}

function requireRunMode(call: Call, guest: GuestState): void {
  if (guest.power === "stopped") return;
  if (guest.type === "qemu" && !readFlag(call, "online")) {
    throw new ApiError(500, "can't migrate running VM without --online");
  }
  if (guest.type === "lxc" && !readFlag(call, "online") && !readFlag(call, "restart")) {
    throw new ApiError(500, "can't migrate running container without --online or --restart");
  }
}

interface Remote {
  readonly host: string;
  readonly port: string;
  readonly fingerprint: string | undefined;
}

function readEndpoint(given: string): Remote {
  const fields = new Map(
    given.split(",").map((part) => {
      const index = part.indexOf("=");
      return [part.slice(0, index), part.slice(index + 1)] as const;
    }),
  );
  const unknown = [...fields.keys()].find(
    (name) => !["apitoken", "host", "port", "fingerprint"].includes(name),
  );
  const refuse = (reason: string): ApiError =>
    parameterError({ "target-endpoint": `invalid format - format error\n${reason}\n` });
  if (unknown !== undefined) {
    throw refuse(
      `${unknown}: property is not defined in schema and the schema does not allow additional properties`,
    );
  }
  for (const name of ["apitoken", "host"]) {
    if (!fields.get(name)) throw refuse(`${name}: property is missing and it is not optional`);
  }
  return {
    host: fields.get("host") ?? "",
    port: fields.get("port") ?? "8006",
    fingerprint: fields.get("fingerprint"),
  };
}
