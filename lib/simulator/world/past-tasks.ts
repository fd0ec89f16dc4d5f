import type { NodeState } from "./state";
import type { World } from "./world";

const DAY = 86_400;
const FIRST_BACKUP_HOUR = 2;

/** Tasks of the last days, so that a fresh cluster has a past: nightly backups and package lists. */
export function rememberPastTasks(world: World): void {
  const midnight = Math.floor(world.origin / DAY) * DAY;
  for (const node of world.nodes.values()) {
    for (let daysAgo = 3; daysAgo >= 1; daysAgo -= 1) {
      rememberDay(world, node, midnight - daysAgo * DAY);
    }
  }
}

function rememberDay(world: World, node: NodeState, midnight: number): void {
  const { random } = world;
  const update = midnight + 3 * 3_600 + random.below(3_600);
  remember(world, node, "aptupdate", "", update, 4, "OK");

  const guests = [...world.guests.values()].filter((guest) => guest.node === node.name).slice(0, 6);
  let at = midnight + FIRST_BACKUP_HOUR * 3_600 + node.nodeId * 60;
  for (const guest of guests) {
    const seconds = 40 + random.below(400);
    const failed = random.below(40) === 0;
    remember(world, node, "vzdump", String(guest.vmid), at, seconds, failed ? "job errors" : "OK");
    at += seconds + 5;
  }
}

function remember(
  world: World,
  node: NodeState,
  type: string,
  id: string,
  at: number,
  seconds: number,
  exitStatus: string,
): void {
  const task = world.tasks.begin({ node, type, id, user: "root@pam", at });
  world.tasks.end(task, at + seconds, exitStatus);
}
