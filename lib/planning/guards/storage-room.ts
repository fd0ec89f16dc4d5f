import type { Guard, GuardQuestion } from "./guard";
import { gibWords, guestSubject, subjectsOf } from "./words";

/** Disks on local storages need room on the target's storage of the same name, after the moves made so far. Shared ones need none. */
export const storageRoom: Guard = {
  codes: ["storage-full"],
  dependsOn: "placement",
  check: (question) => (tooSmall(question) === null ? null : "storage-full"),
  explain: (question, code) => {
    const { guest, target } = subjectsOf(question);
    const full = tooSmall(question);
    return {
      code,
      detail: `${guestSubject(guest)} needs ${gibWords(full?.neededBytes ?? 0)} on ${full?.storage} and ${target.node.name} has ${gibWords(Math.max(0, full?.freeBytes ?? 0))} free there.`,
      fix: `Free space on ${full?.storage} of ${target.node.name}, or move the disks to a shared storage.`,
    };
  },
};

function tooSmall({ model, placement, guest, target }: GuardQuestion) {
  const disks = model.disks.localDisks[guest] ?? [];
  if (disks.length === 0) return null;
  const needed = new Map<number, number>();
  const isHome = model.startNode[guest] === target;
  for (const { storage, sizeBytes, takenBytes } of disks) {
    needed.set(storage, (needed.get(storage) ?? 0) + (isHome ? takenBytes : sizeBytes));
  }
  for (const [name, index] of model.disks.storageIndex) {
    const neededBytes = needed.get(index);
    if (neededBytes === undefined) continue;
    const freeBytes = placement.freeBytes(name, target);
    if (freeBytes !== null && neededBytes > freeBytes) return { storage: name, neededBytes, freeBytes };
  }
  return null;
}
