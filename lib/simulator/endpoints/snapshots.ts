import { ApiError } from "../http/api-error";
import { type Call, type Endpoint, NO_PARAMETERS, pathPart, readFlag, readText } from "../http/endpoint";
import { flag, optional, text } from "../http/parameter";
import { requireQuorum } from "../http/root-only";
import { beginTask, setPower } from "../world/power";
import { type Process, runTask } from "../world/process";
import type { GuestState, SnapshotState } from "../world/state";
import type { World } from "../world/world";
import { findGuest, GUEST_TYPES } from "./find-guest";

const SNAPSHOT = { path: "/vms/{vmid}", privileges: ["VM.Snapshot"] };
const ANY_SNAPSHOT = {
  path: "/vms/{vmid}",
  privileges: ["VM.Snapshot", "VM.Snapshot.Rollback"],
  any: true,
};

export const SNAPSHOT_ENDPOINTS: readonly Endpoint[] = GUEST_TYPES.flatMap((type): Endpoint[] => {
  const path = `/nodes/{node}/${type}/{vmid}/snapshot`;
  return [
    {
      method: "POST",
      path,
      permission: SNAPSHOT,
      proxied: true,
      parameters: {
        description: optional(text()),
        snapname: text(),
        ...(type === "qemu" ? { vmstate: optional(flag()) } : {}),
      },
      answer: (call) => take(call, findGuest(call, type)),
    },
    {
      method: "DELETE",
      path: `${path}/{snapname}`,
      permission: SNAPSHOT,
      proxied: true,
      parameters: { force: optional(flag()) },
      answer: (call) => remove(call, findGuest(call, type)),
    },
    {
      method: "POST",
      path: `${path}/{snapname}/rollback`,
      permission: ANY_SNAPSHOT,
      proxied: true,
      parameters: { start: optional(flag()) },
      answer: (call) => rollBack(call, findGuest(call, type)),
    },
    {
      method: "PUT",
      path: `${path}/{snapname}/config`,
      permission: SNAPSHOT,
      proxied: true,
      parameters: { description: optional(text()) },
      answer: (call) => {
        requireQuorum(call);
        const snapshot = find(findGuest(call, type), pathPart(call, "snapname"));
        snapshot.description = readText(call, "description") ?? snapshot.description;
        return null;
      },
    },
    {
      method: "GET",
      path: `${path}/{snapname}`,
      permission: "all",
      proxied: true,
      parameters: NO_PARAMETERS,
      answer: () => [{ cmd: "rollback" }, { cmd: "config" }],
    },
  ];
});

function find(guest: GuestState, name: string): SnapshotState {
  const snapshot = guest.snapshots.find((candidate) => candidate.name === name);
  if (!snapshot) throw new ApiError(500, `snapshot '${name}' does not exist`);
  return snapshot;
}

function start(call: Call, guest: GuestState, action: string, lock: string, work: () => Process): string {
  const { world, account } = call;
  requireQuorum(call);
  const kind = guest.type === "qemu" ? "VM" : "CT";
  if (guest.lock) throw new ApiError(500, `${kind} is locked (${guest.lock})`);
  const task = beginTask(world, guest, `${guest.type === "qemu" ? "qm" : "vz"}${action}`, account.id);
  runTask(world, task, locked(world, guest, lock, work()));
  return task.upid;
}

/** The lock lasts as long as the work, whatever comes of it. */
function* locked(world: World, guest: GuestState, lock: string, work: Process): Process {
  guest.lock = lock;
  world.changed();
  try {
    yield* work;
  } finally {
    if (guest.lock === lock) guest.lock = null;
    world.changed();
  }
}

function take(call: Call, guest: GuestState): string {
  const { world } = call;
  const name = readText(call, "snapname") ?? "";
  if (guest.snapshots.some((snapshot) => snapshot.name === name)) {
    throw new ApiError(500, `snapshot name '${name}' already used`);
  }
  const withMemory = readFlag(call, "vmstate") && guest.power !== "stopped";
  const description = readText(call, "description") ?? "";
  return start(call, guest, "snapshot", "snapshot", function* () {
    yield withMemory ? 5 : 2;
    guest.snapshots.push({
      name,
      description,
      takenAt: Math.floor(world.now()),
      withMemory,
      parent: guest.currentSnapshot,
    });
    guest.currentSnapshot = name;
  });
}

function remove(call: Call, guest: GuestState): string {
  const snapshot = find(guest, pathPart(call, "snapname"));
  return start(call, guest, "delsnapshot", "snapshot-delete", function* () {
    yield 2;
    for (const child of guest.snapshots) {
      if (child.parent === snapshot.name) child.parent = snapshot.parent;
    }
    if (guest.currentSnapshot === snapshot.name) guest.currentSnapshot = snapshot.parent;
    guest.snapshots = guest.snapshots.filter((other) => other !== snapshot);
  });
}

function rollBack(call: Call, guest: GuestState): string {
  const { world } = call;
  const snapshot = find(guest, pathPart(call, "snapname"));
  const starts = readFlag(call, "start") || snapshot.withMemory;
  return start(call, guest, "rollback", "rollback", function* () {
    if (guest.power !== "stopped") setPower(world, guest, "stopped");
    yield 3;
    guest.currentSnapshot = snapshot.name;
    if (starts) setPower(world, guest, "running");
  });
}
