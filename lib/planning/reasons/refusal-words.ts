import type { RefusalCode } from "../guards/guard";

/** What several nodes have in common that refuse a guest, after a colon: `pve1, pve2 and 4 others: not enough memory`. */
const COMMON: Readonly<Partial<Record<RefusalCode, string>>> = {
  "target-offline": "not online",
  "target-maintenance": "in maintenance or to be emptied",
  "target-ignored": "left out of planning",
  "target-unreadable": "do not say how much CPU and memory they have and use",
  "sent-back": "the guest has just left them",
  "storage-missing": "a storage of the guest is not available",
  "storage-content": "a storage does not take the guest's disks",
  "storage-full": "not enough room for the guest's disks",
  "cpu-count": "fewer threads than the guest has virtual CPUs",
  "cpu-type": "another CPU than the guest needs",
  "memory-headroom": "not enough memory",
  "cpu-headroom": "not enough CPU",
  "cpu-overcommit": "too many virtual CPUs promised",
  pin: "a rule does not permit the guest there",
  affinity: "the guests that it must stay with cannot come along",
  "anti-affinity": "a guest that it must be kept apart from is there",
  "ha-rule": "HA would bring the guest back",
};

/** One reason for several nodes; null where it has no words of its own. */
export function commonRefusal(code: RefusalCode, targets: readonly string[]): string | null {
  const words = COMMON[code];
  return words === undefined ? null : `${placesText(targets)}: ${words}.`;
}

/** `pve1`, `pve1 and pve2`, `pve1, pve2 and pve3`, `pve1, pve2 and 4 others`. */
function placesText(names: readonly string[]): string {
  if (names.length > 3) return `${names.slice(0, 2).join(", ")} and ${names.length - 2} others`;
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
