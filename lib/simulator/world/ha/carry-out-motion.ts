import { beginMigration, migrationOrder } from "../migration/begin-migration";
import { beginTask, finishTask, setPower, startFailure } from "../power";
import type { GuestState, TaskState } from "../state";
import type { World } from "../world";

/** A service on its way from one node to another. */
export interface Motion {
  readonly guest: GuestState;
  readonly source: string;
  readonly target: string;
  readonly kind: "migrate" | "relocate";
  begun: boolean;
}

const ROOT = "root@pam";
/** HA gives a container a minute to shut down; most need less. */
const SHUTDOWN = [2, 8] as const;
/** Until a local manager sees that a service has arrived and shall run. */
const NEXT_LOOK = 5;

/** What the local manager does: the real task, as root, with the options that HA always takes. */
export function carryOutMotion(world: World, motion: Motion): void {
  const { guest } = motion;
  const target = world.nodes.get(motion.target);
  const possible =
    world.guests.get(guest.vmid) === guest &&
    guest.node === motion.source &&
    world.nodes.get(motion.source)?.online &&
    target?.online;
  if (!possible || !target) {
    world.ha.settle(motion);
    return;
  }
  const goesLive = guest.type === "qemu" && motion.kind === "migrate";
  const wasOn = guest.power !== "stopped";
  const move = (): void => {
    const order = migrationOrder(
      world,
      { guest, target, user: ROOT },
      { byHa: true, force: true, withLocalDisks: true },
    );
    const task = beginMigration(world, order);
    whenEnded(world, task, () => arrive(world, motion, wasOn));
  };
  if (goesLive || !wasOn) move();
  else shutDownFirst(world, guest, move);
}

function shutDownFirst(world: World, guest: GuestState, then: () => void): void {
  const task = beginTask(world, guest, guest.type === "qemu" ? "qmshutdown" : "vzshutdown", ROOT);
  world.after(world.random.between(...SHUTDOWN), () => {
    if (!world.nodes.get(guest.node)?.online) {
      finishTask(world, task, "unexpected status");
      then();
      return;
    }
    setPower(world, guest, "stopped");
    finishTask(world, task, "OK");
    then();
  });
}

function arrive(world: World, motion: Motion, wasOn: boolean): void {
  const { guest } = motion;
  if (world.guests.get(guest.vmid) !== guest || guest.power !== "stopped" || !wasOn) {
    world.ha.settle(motion);
    return;
  }
  world.after(NEXT_LOOK, () => startService(world, guest, () => world.ha.settle(motion)));
}

/** Starts a service where it is, in a task of root's. */
export function startService(world: World, guest: GuestState, then: (runs: boolean) => void): void {
  if (!world.nodes.get(guest.node)?.online) {
    then(false);
    return;
  }
  const task = beginTask(world, guest, guest.type === "qemu" ? "qmstart" : "vzstart", ROOT);
  world.after(2, () => {
    const up = world.nodes.get(guest.node)?.online === true;
    const failure = up ? startFailure(world, guest) : "unexpected status";
    if (!failure && guest.power === "stopped") setPower(world, guest, "running");
    finishTask(world, task, failure ?? "OK");
    then(!failure);
  });
}

export function whenEnded(world: World, task: TaskState, then: () => void): void {
  if (task.endedAt !== null) then();
  else world.after(1, () => whenEnded(world, task, then));
}
