import type { ModelGuest, ModelNode } from "../model/cluster-model";
import type { GuardQuestion } from "./guard";

/** What PVE calls a guest that nobody named. */
const UNNAMED = /^(VM |CT)\d+$/;

/** `guest 100 (db1)`, for the middle of a sentence. */
export function guestWords({ guest }: ModelGuest): string {
  return guest.name && !UNNAMED.test(guest.name)
    ? `guest ${guest.vmid} (${guest.name})`
    : `guest ${guest.vmid}`;
}

/** `Guest 100 (db1)`, for its beginning. */
export function guestSubject(guest: ModelGuest): string {
  return guestWords(guest).replace(/^g/, "G");
}

export function gibWords(bytes: number): string {
  return `${(bytes / 1_073_741_824).toFixed(1)} GiB`;
}

export function percentWords(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

export function threadWords(threads: number): string {
  return `${Number(threads.toFixed(1))} threads`;
}

export interface Subjects {
  readonly guest: ModelGuest;
  readonly target: ModelNode;
  /** Where the guest was when planning began; null when that node is not in the reading. */
  readonly source: ModelNode | null;
}

/** Guest and nodes that a question is about. */
export function subjectsOf({ model, guest, target }: GuardQuestion): Subjects {
  const modelGuest = model.guests[guest];
  const modelNode = model.nodes[target];
  if (!modelGuest || !modelNode)
    throw new RangeError("A guard was asked about a guest or node that is not in the model.");
  return { guest: modelGuest, target: modelNode, source: model.nodes[model.startNode[guest] ?? -1] ?? null };
}
