import type { ReleaseProfile } from "../release";
import type { GuestState, PowerState, TaskState } from "./state";
import type { World } from "./world";

export type PowerAction = "start" | "stop" | "shutdown" | "reboot" | "suspend" | "resume" | "reset";

/** How long a task of this kind takes, in seconds. */
const DURATIONS: Readonly<Record<PowerAction, readonly [number, number]>> = {
  start: [1, 4],
  stop: [1, 2],
  shutdown: [4, 15],
  reboot: [6, 18],
  suspend: [1, 2],
  resume: [1, 2],
  reset: [1, 2],
};

/** Puts a guest into a state at once, with everything that follows: counters, uptime, history. */
export function setPower(world: World, guest: GuestState, power: PowerState): void {
  const now = world.now();
  const wasOn = guest.power !== "stopped";
  const isOn = power !== "stopped";
  guest.power = power;
  if (!wasOn && isOn) beginRun(world, guest);
  if (wasOn && !isOn) guest.periods.push({ from: now, node: null });
  world.changed();
}

/** A new process: uptime and counters begin again. A move keeps the machine version, a start takes the newest. */
export function beginRun(world: World, guest: GuestState, machine?: ReleaseProfile): void {
  guest.runsWith = machine ?? world.profileOf(guest.node);
  guest.startedAt = world.now();
  guest.pid = 1_000 + world.random.below(4_000_000);
  guest.counters = { netIn: 0, netOut: 0, diskRead: 0, diskWrite: 0 };
  guest.periods.push({ from: world.now(), node: guest.node });
}

/** Starts the task by which PVE does this, or by which it asks HA to. */
export function runPowerTask(world: World, guest: GuestState, action: PowerAction, user: string): TaskState {
  if (guest.ha && (action === "start" || action === "stop" || action === "shutdown")) {
    return requestFromHa(world, guest, action, user);
  }
  const task = beginTask(world, guest, taskType(guest, action), user);
  const refusal = refusalOf(guest, action);
  const [shortest, longest] = DURATIONS[action];
  world.after(refusal ? 0.5 : world.random.between(shortest, longest), () => {
    if (task.endedAt !== null) return;
    // A task dies with its node.
    const failure = refusal ?? (action === "start" ? startFailure(world, guest) : null);
    const outcome = isNodeUp(world, guest) ? failure : "unexpected status";
    if (!outcome) perform(world, guest, action);
    finishTask(world, task, outcome ?? "OK");
  });
  return task;
}

/** The text of a start that fails, when this one does. */
export function startFailure(world: World, guest: GuestState): string | null {
  if (!world.startFaults.take(guest.vmid, guest.node)) return null;
  return guest.type === "qemu"
    ? "start failed: QEMU exited with code 1"
    : `startup for container '${guest.vmid}' failed`;
}

export function beginTask(world: World, guest: GuestState, type: string, user: string): TaskState {
  return beginNodeTask(world, guest.node, type, String(guest.vmid), user);
}

export function beginNodeTask(
  world: World,
  nodeName: string,
  type: string,
  id: string,
  user: string,
): TaskState {
  const node = world.nodes.get(nodeName);
  if (!node) throw new Error(`The scenario has no node "${nodeName}"`);
  const task = world.tasks.begin({ node, type, id, user, at: world.now() });
  const message = `starting task ${task.upid}`;
  world.note({ node: nodeName, user, tag: "pvedaemon", pid: task.pid, message });
  return task;
}

export function finishTask(world: World, task: TaskState, exitStatus: string): void {
  if (task.endedAt !== null) return;
  world.tasks.end(task, world.now(), exitStatus);
  const message = `end task ${task.upid} ${exitStatus}`;
  world.note({ node: task.node, user: task.user, tag: "pvedaemon", pid: task.pid, message });
}

function taskType(guest: GuestState, action: PowerAction): string {
  const prefix = guest.type === "qemu" ? "qm" : "vz";
  return guest.type === "qemu" && action === "suspend" ? "qmpause" : `${prefix}${action}`;
}

/** Reasons that show only inside the task. */
function refusalOf(guest: GuestState, action: PowerAction): string | null {
  if (guest.type !== "qemu") return null;
  if (action === "start" && guest.power !== "stopped") return `VM ${guest.vmid} already running`;
  if (action === "start" && guest.spec.template) return "you can't start a vm if it's a template";
  return null;
}

function isNodeUp(world: World, guest: GuestState): boolean {
  return world.nodes.get(guest.node)?.online === true;
}

function perform(world: World, guest: GuestState, action: PowerAction): void {
  if (action === "reboot" || action === "reset") {
    if (guest.power !== "stopped") beginRun(world, guest);
    world.changed();
    return;
  }
  setPower(world, guest, POWER_AFTER[action]);
}

const POWER_AFTER = {
  start: "running",
  resume: "running",
  stop: "stopped",
  shutdown: "stopped",
  suspend: "paused",
} as const;

/** HA only notes the wish; its own manager carries it out about ten seconds later, as root. */
function requestFromHa(
  world: World,
  guest: GuestState,
  action: "start" | "stop" | "shutdown",
  user: string,
): TaskState {
  const wanted = action === "start" ? "started" : "stopped";
  const task = beginTask(world, guest, action === "start" ? "hastart" : "hastop", user);
  const kind = guest.type === "qemu" ? "VM" : "CT";
  task.log.push({
    at: world.now(),
    text: `Requesting HA ${action === "start" ? "start" : "stop"} for ${kind} ${guest.vmid}`,
  });
  world.after(0.6, () => {
    if (guest.ha) {
      guest.ha.requested = wanted;
      guest.ha.state = wanted === "started" ? "starting" : "stopping";
    }
    finishTask(world, task, "OK");
    world.changed();
  });
  world.after(world.random.between(8, 14), () => carryOutForHa(world, guest, wanted));
  return task;
}

export function carryOutForHa(world: World, guest: GuestState, wanted: "started" | "stopped"): void {
  if (!isNodeUp(world, guest) || guest.ha?.requested !== wanted) return;
  const power = wanted === "started" ? "running" : "stopped";
  const task = beginTask(
    world,
    guest,
    taskType(guest, wanted === "started" ? "start" : "shutdown"),
    "root@pam",
  );
  world.after(2, () => {
    const failure = wanted === "started" ? startFailure(world, guest) : null;
    if (guest.power !== power && !failure) setPower(world, guest, power);
    if (guest.ha?.requested === wanted) guest.ha.state = wanted;
    finishTask(world, task, failure ?? "OK");
    world.changed();
  });
}
