import type { ScenarioEvent } from "@/lib/inventory/scenario/scenario-events";
import { buildGuest } from "./build-state";
import { requestHaMigration } from "./ha/request-migration";
import { beginMigration, migrationOrder } from "./migration/begin-migration";
import { bringNodeUp, takeNodeDown, upgradeNode } from "./node-power";
import { archiveSize, backupStorageOf } from "./past-tasks";
import { beginTask, finishTask, runPowerTask, setPower } from "./power";
import type { GuestState, NodeState } from "./state";
import type { World } from "./world";

/** Of each guest on a storage, as a job's retention would have it. */
const KEPT_BACKUPS = 7;

/** An event that the world cannot carry out; the sentence says why. */
export class EventError extends Error {
  override readonly name = "EventError";
}

/** Lets something happen in the cluster itself; API faults, tokens and certificates are the server's. */
export function applyWorldEvent(world: World, event: ScenarioEvent): boolean {
  return applyNodeEvent(world, event) || applyGuestEvent(world, event) || applyClusterEvent(world, event);
}

function applyNodeEvent(world: World, event: ScenarioEvent): boolean {
  switch (event.do) {
    case "node-down":
      takeNodeDown(world, nodeOf(world, event.node));
      return true;
    case "node-up":
      bringNodeUp(world, nodeOf(world, event.node));
      return true;
    case "upgrade-node":
      upgradeNode(world, nodeOf(world, event.node), event.pve, event.reboot);
      return true;
    case "node-maintenance":
      nodeOf(world, event.node).maintenance = event.enabled;
      world.changed();
      return true;
    default:
      return false;
  }
}

function applyClusterEvent(world: World, event: ScenarioEvent): boolean {
  switch (event.do) {
    case "quorum-lost":
      world.quorumForcedLost = true;
      break;
    case "quorum-regained":
      world.quorumForcedLost = false;
      break;
    case "clock-skew":
      world.skew = event.seconds;
      break;
    case "storage-full":
      fillStorage(world, event.storage, event.node, event.fraction);
      break;
    case "pve-upgrade":
      world.becomeRelease(event.pve);
      break;
    case "migration-fail":
      world.migrationFaults.fail(event.phase, event.vmid, event.message);
      break;
    case "migration-stall":
      world.migrationFaults.stall(world.now() + (event.seconds ?? Number.POSITIVE_INFINITY), event.vmid);
      break;
    default:
      return false;
  }
  world.changed();
  return true;
}

const POWER_ACTIONS = { "guest-start": "start", "guest-stop": "stop", "guest-restart": "reboot" } as const;

function applyGuestEvent(world: World, event: ScenarioEvent): boolean {
  switch (event.do) {
    case "guest-start":
    case "guest-stop":
    case "guest-restart":
      runPowerTask(world, reachableGuest(world, event.vmid), POWER_ACTIONS[event.do], "root@pam");
      return true;
    case "guest-crash":
      crashGuest(world, reachableGuest(world, event.vmid));
      return true;
    case "start-fail":
      world.startFaults.add(guestOf(world, event.vmid).vmid, event.node, event.times);
      return true;
    case "guest-create":
      createGuest(world, event);
      return true;
    case "guest-destroy":
      destroyGuest(world, guestOf(world, event.vmid));
      return true;
    case "guest-backup":
      backUpGuest(world, reachableGuest(world, event.vmid), event.seconds);
      return true;
    case "guest-lock":
      guestOf(world, event.vmid).lock = event.lock;
      world.changed();
      return true;
    case "manual-migration":
      relocateGuest(world, reachableGuest(world, event.vmid), nodeOf(world, event.target));
      return true;
    default:
      return false;
  }
}

function crashGuest(world: World, guest: GuestState): void {
  if (guest.power === "stopped") throw new EventError(`Guest ${guest.vmid} does not run.`);
  setPower(world, guest, "stopped");
}

function createGuest(world: World, event: Extract<ScenarioEvent, { do: "guest-create" }>): void {
  const { guest: spec } = event;
  if (world.guests.has(spec.vmid)) throw new EventError(`Guest ${spec.vmid} is already there.`);
  nodeOf(world, spec.node);
  const guest = buildGuest(spec, world.takeSlot(), {
    now: world.now(),
    seed: world.random.below(0x1_0000_0000),
    profile: world.profileOf(spec.node),
  });
  const now = Math.floor(world.now());
  const created: GuestState = {
    ...guest,
    createdAt: now,
    startedAt: now,
    periods: [
      { from: Number.NEGATIVE_INFINITY, node: null },
      { from: now, node: guest.power === "stopped" ? null : guest.node },
    ],
  };
  world.guests.set(spec.vmid, created);
  const task = beginTask(world, created, spec.type === "qemu" ? "qmcreate" : "vzcreate", "root@pam");
  world.after(2, () => finishTask(world, task, "OK"));
  world.changed();
}

function destroyGuest(world: World, guest: GuestState): void {
  const task = beginTask(world, guest, guest.type === "qemu" ? "qmdestroy" : "vzdestroy", "root@pam");
  world.guests.delete(guest.vmid);
  world.after(2, () => finishTask(world, task, "OK"));
  world.changed();
}

function backUpGuest(world: World, guest: GuestState, seconds: number): void {
  if (guest.lock) throw new EventError(`Guest ${guest.vmid} is locked (${guest.lock}).`);
  const task = beginTask(world, guest, "vzdump", "root@pam");
  guest.lock = "backup";
  task.log.push({
    at: world.now(),
    text: `INFO: Starting Backup of VM ${guest.vmid} (${guest.type})`,
  });
  world.after(seconds, () => {
    if (guest.lock === "backup") guest.lock = null;
    keepBackup(world, guest);
    task.log.push({ at: world.now(), text: "INFO: Backup job finished successfully" });
    finishTask(world, task, "OK");
    world.changed();
  });
  world.changed();
}

function keepBackup(world: World, guest: GuestState): void {
  const storage = backupStorageOf(world, guest);
  if (storage === null) return;
  const { vmid, node, type } = guest;
  const takenAt = Math.floor(world.now());
  world.backups.push({ storage, node, vmid, type, takenAt, size: archiveSize(guest) });
  const oldest = world.backups.filter((backup) => backup.vmid === vmid && backup.storage === storage);
  if (oldest.length > KEPT_BACKUPS && oldest[0]) world.backups.splice(world.backups.indexOf(oldest[0]), 1);
}

/** As if somebody had moved the guest by hand: the same task, or HA's, as the interface would start it. */
function relocateGuest(world: World, guest: GuestState, target: NodeState): void {
  if (guest.node === target.name) throw new EventError(`Guest ${guest.vmid} is already on ${target.name}.`);
  if (!target.online) throw new EventError(`Node ${target.name} is down.`);
  if (guest.lock) throw new EventError(`Guest ${guest.vmid} is locked (${guest.lock}).`);
  if (guest.ha) {
    requestHaMigration(world, guest, target.name, "root@pam");
    return;
  }
  const needed = { guest, target, user: "root@pam" };
  beginMigration(world, migrationOrder(world, needed, { withLocalDisks: true, force: true }));
}

function fillStorage(world: World, id: string, node: string | undefined, fraction: number): void {
  const storage = world.storages.get(id);
  if (!storage) throw new EventError(`There is no storage "${id}".`);
  const bytes = Math.floor(storage.spec.total * fraction);
  for (const key of storage.used.keys()) {
    if (storage.shared || node === undefined || key === node) storage.used.set(key, bytes);
  }
}

function nodeOf(world: World, name: string): NodeState {
  const node = world.nodes.get(name);
  if (!node) throw new EventError(`There is no node "${name}".`);
  return node;
}

/** A guest that something can be done with: its node is up. */
function reachableGuest(world: World, vmid: number): GuestState {
  const guest = guestOf(world, vmid);
  if (!world.nodes.get(guest.node)?.online) throw new EventError(`Node ${guest.node} is down.`);
  return guest;
}

function guestOf(world: World, vmid: number): GuestState {
  const guest = world.guests.get(vmid);
  if (!guest) throw new EventError(`There is no guest ${vmid}.`);
  return guest;
}
