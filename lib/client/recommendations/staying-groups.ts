import type { PlanView } from "@/lib/api/recommendations";

type Staying = PlanView["notMoved"][number];

export interface StayingGroup {
  readonly reason: string;
  readonly title: string;
  readonly guests: readonly Staying[];
}

const TITLES: Readonly<Record<string, string>> = {
  "no-gain": "No node would be better",
  "too-small": "The gain is too small",
  "too-little": "All moves together would bring too little",
  "too-costly": "The move costs more than it is worth",
  "hardly-worth": "All moves together are worth little more than they cost",
  "lowers-score": "A score would fall",
  "not-needed": "Others' moves do enough",
  "move-limit": "The limit of moves was reached",
  "time-limit": "The time limit was reached",
  "no-load": "Holds nothing the node lacks",
  "cpu-type": "The processor does not fit",
  "cpu-count": "No node has so many threads",
  "ha-rule": "A rule of high availability",
  "ha-state": "High availability is at work on it",
  "native-balancer": "Proxmox VE balances it itself",
  passthrough: "Bound to a device of its node",
  "local-mount": "Bound to a folder of its node",
  "ignored-guest": "A rule says never to move it",
  "held-guest": "Left where it is",
  "left-on-purpose": "Left on purpose on a node in maintenance",
  template: "Templates stay",
  "backup-running": "A backup is running",
  "task-running": "A task is running",
  affinity: "A rule keeps it with others",
  "anti-affinity": "A rule keeps it away from others",
  pin: "A rule holds it on its nodes",
};

/**
 * Guests that stay, by reason, the largest group first; only those whose number, name or reason has every word of the search.
 */
export function stayingGroups(
  staying: readonly Staying[],
  nameOf: (vmid: number) => string | null,
  search: string,
): readonly StayingGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Staying[]>();
  for (const guest of staying) {
    const text = `${guest.vmid} ${nameOf(guest.vmid) ?? ""} ${guest.reason} ${guest.detail}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    const list = groups.get(guest.reason);
    if (list) list.push(guest);
    else groups.set(guest.reason, [guest]);
  }
  return [...groups]
    .map(([reason, guests]) => ({ reason, title: TITLES[reason] ?? titleFrom(reason), guests }))
    .sort((one, other) => other.guests.length - one.guests.length || one.title.localeCompare(other.title));
}

/** `local-devices` → `Local devices`. */
function titleFrom(code: string): string {
  const text = code.replaceAll("-", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
