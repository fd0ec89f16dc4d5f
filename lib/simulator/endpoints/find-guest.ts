import { missingGuest } from "../http/api-error";
import { type Call, pathPart } from "../http/endpoint";
import type { GuestState } from "../world/state";

/** The guest of the path, if the node of the path has it. */
export function findGuest(call: Call, type: "qemu" | "lxc"): GuestState {
  const node = pathPart(call, "node");
  const vmid = Number(pathPart(call, "vmid"));
  const guest = call.world.guests.get(vmid);
  if (!guest || guest.type !== type || guest.node !== node) throw missingGuest(node, type, vmid);
  return guest;
}

export const GUEST_TYPES = ["qemu", "lxc"] as const;
